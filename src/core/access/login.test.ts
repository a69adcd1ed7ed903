import { describe, expect, test } from 'vitest'
import { holds, onUse, opens, untilAfterUse, type Login } from './login.ts'

const HOUR = 3_600_000
const NOW = 1_800_000_000_000

describe('a link', () => {
  const link = { createdAt: NOW, until: NOW + 60_000 } as const
  test.each([
    ['at once', 0, true],
    ['at the end of its minute', 59_999, true],
    ['a minute later', 60_000, false],
    ['when the clock was put right by seconds', -5_000, true],
    ['when the clock was set back, which must not make it live longer', -5_001, false],
    ['when the clock was set forward by a year', 365 * 24 * HOUR, false],
  ])('%s', (_when, after, does) => {
    expect(opens(link, NOW + after)).toBe(does)
  })
})

const login = (until: number): Login => ({
  ...{ hash: 'h', role: 'viewer', share: null, createdAt: NOW, until },
})

test.each([
  [NOW + 1, true],
  [NOW, false],
  [NOW - 1, false],
])('a login or a share until %d holds now: %s', (until, does) => {
  expect(holds({ until }, NOW)).toBe(does)
})

test.each([
  ['a new one', null, 12 * HOUR],
  ['one of a share that lasts longer', 24 * HOUR, 12 * HOUR],
  ['one of a share that ends before', HOUR, HOUR],
])('%s ends half a day after it was used, and with its share', (_what, shareMs, ms) => {
  const share = shareMs === null ? null : { until: NOW + shareMs }
  expect(untilAfterUse(NOW, share)).toBe(NOW + ms)
})

test.each([
  ['used a moment ago: not worth a write', 12 * HOUR - 299_999, 12 * HOUR - 299_999],
  ['used five minutes ago', 12 * HOUR - 300_000, 12 * HOUR],
  ['used at the last moment', 1, 12 * HOUR],
  ['used before the clock was set back by a day: it does not gain that day', 36 * HOUR, 12 * HOUR],
])('a login that is used, %s', (_what, leftMs, thenMs) => {
  expect(onUse(login(NOW + leftMs), null, NOW)).toEqual(login(NOW + thenMs))
})

test('a login that came by a share never outlives it', () => {
  expect(onUse(login(NOW + HOUR), { until: NOW + HOUR }, NOW)).toEqual(login(NOW + HOUR))
})
