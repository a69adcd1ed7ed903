import { expect, test } from 'vitest'
import { FAILURES } from '../../errors/failures.ts'
import { STATUS_OF } from './status-of.ts'

test('simulated clients see the statuses that real ones see', () => {
  const seen = Object.keys(STATUS_OF).map((code) => [code, FAILURES[code as keyof typeof STATUS_OF].status])
  expect(Object.entries(STATUS_OF)).toEqual(seen)
})
