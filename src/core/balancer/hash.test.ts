import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unitHash } from './hash.ts'

test('a hash is a number between 0 and 1, and near texts are far apart', () => {
  fc.assert(fc.property(fc.string(), (text) => unitHash(text) > 0 && unitHash(text) < 1))
  expect(Math.abs(unitHash('session-1') - unitHash('session-2'))).toBeGreaterThan(0.01)
})
