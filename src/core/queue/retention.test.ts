import fc from 'fast-check'
import { expect, test } from 'vitest'
import { item, NOW } from '../../../test/support/queue-items.ts'
import { agedItems, roomFor } from './retention.ts'

const finished = (...sizes: readonly number[]) =>
  sizes.map((storedBytes, index) => ({ id: String(index), storedBytes }))

test.each([
  ['there is room', 10, { items: 9, bytes: 90 }, finished(5), { kind: 'room', going: [] }],
  ['one too many is there', 10, { items: 10, bytes: 50 }, finished(5, 5), { kind: 'room', going: ['0'] }],
  ['bytes are too many', 10, { items: 4, bytes: 95 }, finished(2, 3, 9), { kind: 'room', going: ['0', '1'] }],
  ['only open ones are left', 10, { items: 10, bytes: 50 }, finished(), { kind: 'full' }],
  ['finished ones are too small', 50, { items: 3, bytes: 90 }, finished(20, 10), { kind: 'full' }],
  ['it is larger than everything', 101, { items: 0, bytes: 0 }, finished(), { kind: 'full' }],
  ['it fits exactly', 100, { items: 0, bytes: 0 }, finished(), { kind: 'room', going: [] }],
] as const)('where %s', (_what, bytes, there, over, expected) => {
  expect(roomFor(bytes, there, over, { items: 10, bytes: 100 })).toEqual(expected)
})

test('with whatever sizes, what fits fits within the caps, and not one of the oldest went in vain', () => {
  const sizes = fc.array(fc.nat(50), { maxLength: 12 })
  const property = fc.property(sizes, sizes, fc.nat(60), (open, over, bytes) => {
    const caps = { items: 10, bytes: 200 }
    const there = { items: open.length + over.length, bytes: sum([...open, ...over]) }
    const room = roomFor(bytes, there, finished(...over), caps)
    const fits = (gone: number): boolean =>
      there.items + 1 - gone <= caps.items && there.bytes + bytes - sum(over.slice(0, gone)) <= caps.bytes
    if (room.kind === 'full') return !fits(over.length)
    const gone = room.going.length
    expect(room.going).toEqual(finished(...over.slice(0, gone)).map(({ id }) => id))
    return fits(gone) && (gone === 0 || !fits(gone - 1))
  })
  fc.assert(property)
})

const sum = (sizes: readonly number[]): number => sizes.reduce((all, one) => all + one, 0)

test('what has waited long expires, what has been over as long is forgotten, and what is sent stays', () => {
  const items = [
    item({ id: 'waits' }),
    item({ id: 'asked again', renewedAt: NOW + 1 }),
    item({ id: 'sent', state: 'retrying' }),
    item({ id: 'over', state: 'succeeded', finishedAt: NOW }),
    item({ id: 'over lately', state: 'failed', finishedAt: NOW + 1 }),
  ]
  expect(agedItems(items, NOW + 99, 100)).toEqual({ expired: [], forgotten: [] })
  expect(agedItems(items, NOW + 100, 100)).toEqual({ expired: ['waits'], forgotten: ['over'] })
})
