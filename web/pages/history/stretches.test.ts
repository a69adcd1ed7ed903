import { describe, expect, it } from 'vitest'
import { counted, stretchesOf, type Switch } from './stretches.ts'

const place = (name: string | null): Switch['to'] =>
  name === null ? null : ({ place: name, profiles: [name] } as Switch['to'])
const at = (time: number, from: string | null, to: string | null): Switch => ({
  ...{ at: time, from: place(from), to: place(to), cause: 'failover', reason: null, evidence: [] },
})
const told = (switches: readonly Switch[], since: number, now: number) =>
  stretchesOf(switches, { since, now, serving: null }).map(({ from, served, to }) => [
    from,
    to,
    served.known ? (served.place?.place ?? 'nobody') : '?',
  ])

describe('who served when', () => {
  it.each<[string, readonly Switch[], readonly (readonly unknown[])[]]>([
    ['no switch is on record', [], [[100, 200, '?']]],
    [
      'one within the time',
      [at(150, 'primary', 'secondary')],
      [
        [100, 150, 'primary'],
        [150, 200, 'secondary'],
      ],
    ],
    ['one before it', [at(50, 'primary', 'secondary')], [[100, 200, 'secondary']]],
    [
      'nobody was left',
      [at(180, null, 'primary'), at(120, 'primary', null)],
      [
        [100, 120, 'primary'],
        [120, 180, 'nobody'],
        [180, 200, 'primary'],
      ],
    ],
    [
      'two at once',
      [at(150, 'secondary', 'fallback'), at(150, 'primary', 'secondary')],
      [
        [100, 150, 'primary'],
        [150, 200, 'fallback'],
      ],
    ],
    // A clock that was set back.
    ['one that is yet to come', [at(250, 'primary', 'secondary')], [[100, 200, 'primary']]],
  ])('%s', (_, switches, expected) => {
    expect(told(switches, 100, 200)).toEqual(expected)
  })
})

describe('without a switch on record', () => {
  it.each([
    [
      150,
      [
        [100, 150, false],
        [150, 200, true],
      ],
    ],
    [50, [[100, 200, true]]],
  ])('who serves since %i has served since then', (servingSince, expected) => {
    const serving = { place: place('primary'), since: servingSince }
    const found = stretchesOf([], { since: 100, now: 200, serving })
    expect(found.map(({ from, served, to }) => [from, to, served.known])).toEqual(expected)
  })
})

describe('what was seen', () => {
  it('is counted where it comes again', () => {
    expect(counted(['a', 'b', 'a'])).toEqual([
      ['a', 2],
      ['b', 1],
    ])
  })
})
