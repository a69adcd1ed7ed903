import { expect, test } from 'vitest'
import { isRecent, isWithin } from './span.ts'

const SPAN = { since: 100_000, until: 200_000 }

test('a span holds up to its end, and from a little before its beginning', () => {
  expect([94_999, 95_000, 100_000, 199_999, 200_000].map((now) => isWithin(SPAN, now))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
})

test('recent is what is less than so long ago, and never what lies ahead', () => {
  expect([94_999, 95_000, 100_009, 100_010].map((now) => isRecent(100_000, 10, now))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(isRecent(null, 10, 0)).toBe(false)
})
