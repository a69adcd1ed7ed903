import { expect, test } from 'vitest'
import { toldHoldMs } from './told-hold.ts'

test.each([
  ['18000', 18_000_000],
  ['1', 1_000],
  [' 0.5 ', 500],
  ['0', 0],
  ['86401', 86_400_000],
  ['999999999', 86_400_000],
])('a hold of %j is %j ms', (told, ms) => {
  expect(toldHoldMs(told)).toBe(ms)
})

test.each([undefined, '', '5h', '-5', '1e3', 'Infinity', '5, 5', '1'.repeat(10), ['5', '6']])(
  'a hold of %j is none',
  (told) => {
    expect(toldHoldMs(told)).toBeNull()
  },
)
