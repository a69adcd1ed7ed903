import { expect, test } from 'vitest'
import { lasted } from './lasted.ts'

test.each([
  [0, '0s'],
  [-5, '0s'],
  [1_499, '1s'],
  [59_600, '1m 0s'],
  [3_600_000, '1h 0m'],
  [90_061_000, '1d 1h'],
])('%i ms are %s', (ms, text) => {
  expect(lasted(ms)).toBe(text)
})
