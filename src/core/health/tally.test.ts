import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countOf, goodsOf, newestIn, NO_TALLY, tallied, tallyOf, type Tally } from './tally.ts'

const NOW = 1_000_000_000
const HALF_HOUR = 1_800_000

/** One outcome a second: `+` was served, `-` was not. */
const after = (outcomes: string, before: Tally = NO_TALLY, from = NOW): Tally =>
  [...outcomes].reduce(
    (tally, sign, index) => tallied(tally, sign === '+', HALF_HOUR, from + index * 1_000),
    before,
  )
const rate = (tally: Tally) => `${goodsOf(tally)}/${countOf(tally)}`

test('the newest 20 are known one by one, and how many failed in a row up to now', () => {
  const cases: readonly (readonly [string, object])[] = [
    ['', { goods: 0, all: 0, failuresInARow: 0 }],
    ['+', { goods: 1, all: 1, failuresInARow: 0 }],
    ['--+', { goods: 1, all: 3, failuresInARow: 0 }],
    ['+--', { goods: 1, all: 3, failuresInARow: 2 }],
    ['---', { goods: 0, all: 3, failuresInARow: 3 }],
    ['-'.repeat(9) + '+'.repeat(20), { goods: 20, all: 20, failuresInARow: 0 }],
    ['+'.repeat(30) + '-'.repeat(5), { goods: 15, all: 20, failuresInARow: 5 }],
    ['-'.repeat(40), { goods: 0, all: 20, failuresInARow: 20 }],
  ]
  for (const [outcomes, expected] of cases) expect(newestIn(after(outcomes)), outcomes).toEqual(expected)
})

test('of many outcomes between the newest 50 and 100 count', () => {
  expect(rate(after('-'.repeat(50)))).toBe('0/50')
  expect(rate(after('-'.repeat(50) + '+'))).toBe('1/51')
  expect(rate(after('-'.repeat(50) + '+'.repeat(50)))).toBe('50/100')
  expect(rate(after('-'.repeat(50) + '+'.repeat(51)))).toBe('51/51')
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (outcomes) => {
      const tally = after(outcomes.map((isGood) => (isGood ? '+' : '-')).join(''))
      const counted = outcomes.slice(outcomes.length - countOf(tally))
      expect(countOf(tally)).toBeGreaterThanOrEqual(Math.min(outcomes.length, 50))
      expect(countOf(tally)).toBeLessThanOrEqual(100)
      expect(goodsOf(tally)).toBe(counted.filter(Boolean).length)
      expect(newestIn(tally).goods).toBe(outcomes.slice(-20).filter(Boolean).length)
    }),
  )
})

test('a batch is at most an hour old when it goes', () => {
  const first = after('--')
  const hourLater = tallied(
    tallied(first, true, 2 * HALF_HOUR, NOW + 3_000_000),
    true,
    2 * HALF_HOUR,
    NOW + 3_600_000,
  )
  expect(rate(hourLater)).toBe('2/4')
  const twoHours = tallied(
    tallied(hourLater, true, 2 * HALF_HOUR, NOW + 7_100_000),
    true,
    2 * HALF_HOUR,
    NOW + 7_200_000,
  )
  expect(rate(twoHours)).toBe('3/3')
})

test('what was known before a long silence, or before the clock was set back, is forgotten', () => {
  const bad = after('---')
  const endedAt = NOW + 2_000
  expect(rate(tallied(bad, true, HALF_HOUR, endedAt + HALF_HOUR - 1))).toBe('1/4')
  expect(rate(tallied(bad, true, HALF_HOUR, endedAt + HALF_HOUR))).toBe('1/1')
  expect(rate(tallied(bad, true, HALF_HOUR, endedAt - 5_000))).toBe('1/4')
  expect(tallied(bad, true, HALF_HOUR, endedAt - 5_000).at).toBe(endedAt)
  expect(rate(tallied(bad, true, HALF_HOUR, endedAt - 5_001))).toBe('1/1')
})

test('what was saved comes back whole or not at all', () => {
  const saved = after('-'.repeat(60) + '+++')
  const read = (more: object, now = NOW + 70_000) =>
    tallyOf(JSON.parse(JSON.stringify({ ...saved, ...more })) as unknown, now)
  expect(read({})).toEqual(saved)
  const wrong: readonly object[] = [
    { at: null },
    { at: NOW + 80_000 },
    { since: saved.at + 1 },
    { since: '1' },
    { all: 0 },
    { all: 51 },
    { all: 1.5 },
    { goods: -1 },
    { goods: 14 },
    { olderAll: 51 },
    { olderAll: -1 },
    { olderGoods: 51 },
    { bits: 2 ** 20 },
    { bits: -1 },
  ]
  for (const more of wrong) expect(read(more), JSON.stringify(more)).toBe(NO_TALLY)
  for (const json of [null, 1, [], {}, 'x']) expect(tallyOf(json, NOW)).toBe(NO_TALLY)
})
