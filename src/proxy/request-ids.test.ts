import { expect, test } from 'vitest'
import { RequestIds } from './request-ids.ts'

test('each is a random UUID, and no two are the same', () => {
  const ids = new RequestIds()
  const some = Array.from({ length: 5_000 }, () => ids.next())
  expect(new Set(some).size).toBe(some.length)
  for (const id of some)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  const digits = new Set(some.flatMap((id) => [...id].map((digit, at) => `${String(at)} ${digit}`)))
  // Sixteen at each of 30 places, four at one, and what is always the same at five.
  expect(digits.size).toBe(16 * 30 + 4 + 5)
})
