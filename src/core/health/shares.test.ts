import { expect, test } from 'vitest'
import { NO_LIMITS } from '../limits.ts'
import { quotaAfter, quotaFactor } from './quota.ts'
import { rampFactor } from './ramp.ts'

const NOW = 1_000_000

test('an endpoint that is back begins with a tenth of its share and has all of it after a minute', () => {
  const at = [0, 30_000, 59_999, 60_000, 90_000, -3_000, -6_000]
  const factors = at.map((ms) => rampFactor(NOW, NOW + ms).toFixed(3))
  expect(factors).toEqual(['0.100', '0.550', '1.000', '1.000', '1.000', '0.100', '1.000'])
  expect(rampFactor(null, NOW)).toBe(1)
})

const limits = (remaining: number, resetAt: number | null) => ({
  ...NO_LIMITS,
  allowances: [{ name: 'requests' as const, limit: 100, remaining, resetAt }],
})

test('a fifth of a quota is plenty; below it the share falls, to a tenth', () => {
  const factor = (left: number) => quotaFactor({ since: NOW, until: NOW + 1, left }, NOW)
  expect([1, 0.2, 0.1, 0.02, 0.01, 0].map((left) => factor(left).toFixed(2))).toEqual([
    '1.00',
    '1.00',
    '0.50',
    '0.10',
    '0.10',
    '0.10',
  ])
})

test('a quota counts until it is full again', () => {
  const quota = quotaAfter(null, limits(5, NOW + 9_000), NOW)
  expect(quota).toEqual({ since: NOW, until: NOW + 9_000, left: 0.05 })
  expect([quotaFactor(quota, NOW + 8_999), quotaFactor(quota, NOW + 9_000), quotaFactor(null, NOW)]).toEqual([
    0.25, 1, 1,
  ])
})

test('without a plausible reset it counts for a minute, and what is told makes sense as a share', () => {
  for (const resetAt of [null, NOW, NOW - 1, NOW + 8 * 86_400_000 + 1]) {
    expect(quotaAfter(null, limits(5, resetAt), NOW)?.until).toBe(NOW + 60_000)
  }
  expect(quotaAfter(null, limits(5, NOW + 8 * 86_400_000), NOW)?.until).toBe(NOW + 8 * 86_400_000)
  expect(quotaAfter(null, limits(500, null), NOW)?.left).toBe(1)
  expect(quotaAfter(null, limits(-500, null), NOW)?.left).toBe(0)
})

test('an answer that tells nothing leaves what is known', () => {
  const before = { since: NOW, until: NOW + 1, left: 0.5 }
  expect(quotaAfter(before, NO_LIMITS, NOW)).toBe(before)
})
