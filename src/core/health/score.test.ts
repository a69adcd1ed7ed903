import { expect, test } from 'vitest'
import { scoreFactor } from './score.ts'

test('a score weighs by the square of how it is beside the mean, from a tenth to twice', () => {
  const at = [80, 88, 72, 40, 0, 120].map((score) => scoreFactor(score, 80).toFixed(2))
  expect(at).toEqual(['1.00', '1.21', '0.81', '0.25', '0.10', '2.00'])
})

test('what is not known weighs nothing', () => {
  expect([scoreFactor(null, 80), scoreFactor(80, null), scoreFactor(0, 0)]).toEqual([1, 1, 1])
})
