import { expect, test } from 'vitest'
import { dollars, grouped } from './amount-text.ts'

test.each([
  [0, '$0.00'],
  [1, '$0.0000'],
  [1_234, '$0.0012'],
  [9_999, '$0.0100'],
  [10_000, '$0.01'],
  [1_234_500_000, '$1,234.50'],
])('%i millionths of a dollar are %s', (micro, text) => {
  expect(dollars(micro)).toBe(text)
})

test.each([
  [0, '0'],
  [999, '999'],
  [1_234_567, '1,234,567'],
])('%i is %s', (count, text) => {
  expect(grouped(count)).toBe(text)
})
