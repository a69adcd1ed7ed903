import { expect, test } from 'vitest'
import { meanTime, mergedAll, rolledUp, timeWithin, type Digest } from './digest.ts'

const HOUR = 3_600_000
const digest = (more: Partial<Digest> = {}): Digest => ({
  ...{ endpoint: 'a', source: 'traffic', since: 2 * HOUR + 5, goods: 1, all: 2 },
  ...{ times: [[1_000, 1]], tokens: 10, tokensMs: 500 },
  ...more,
})

test('two stretches add up', () => {
  const more = [
    [50, 2],
    [1_000, 4],
  ] as const
  const both = mergedAll([
    digest(),
    digest({ since: HOUR, goods: 3, all: 3, times: more, tokens: 1, tokensMs: 2 }),
  ])
  expect(both).toEqual([
    digest({
      since: HOUR,
      goods: 4,
      all: 5,
      times: [
        [1_000, 5],
        [50, 2],
      ],
      tokens: 11,
      tokensMs: 502,
    }),
  ])
})

test('endpoints and sources are never mixed', () => {
  const all = mergedAll([digest(), digest({ source: 'probes' }), digest({ endpoint: 'b' }), digest()])
  expect(all.map(({ all: count, endpoint, source }) => [endpoint, source, count])).toEqual([
    ['a', 'traffic', 4],
    ['a', 'probes', 2],
    ['b', 'traffic', 2],
  ])
})

test('a roll-up begins with its hour, loses nothing but exactness, and rolls up again', () => {
  const times = [
    [1_000, 1],
    [1_010, 2],
    [9_000, 1],
  ] as const
  const rolled = rolledUp(digest({ times }), HOUR)
  expect(rolled).toMatchObject({ since: 2 * HOUR, goods: 1, all: 2, tokens: 10, tokensMs: 500 })
  expect(rolled.times).toEqual([
    [1_024, 3],
    [9_741, 1],
  ])
  expect(rolledUp(rolled, HOUR)).toEqual(rolled)
})

test('the time within which a share began, and the mean', () => {
  const { times } = digest({
    times: [
      [900, 1],
      [100, 8],
      [5_000, 1],
    ],
  })
  const at = [0.5, 0.8, 0.81, 0.9, 0.99, 1].map((share) => timeWithin({ times }, share))
  expect(at).toEqual([100, 100, 900, 900, 5_000, 5_000])
  expect(meanTime({ times })).toBe(670)
  expect([timeWithin({ times: [] }, 0.5), meanTime({ times: [] })]).toEqual([null, null])
})
