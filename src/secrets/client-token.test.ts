import { expect, test } from 'vitest'
import { clientTokenHash, makeClientToken } from './client-token.ts'

test('a token has its mark and 256 bits, and none is made twice', () => {
  const made = Array.from({ length: 100 }, () => makeClientToken().token)
  for (const token of made) expect(token).toMatch(/^qcc_[\w-]{43}$/)
  expect(new Set(made).size).toBe(100)
})

test('what is kept is the SHA-256 of the whole token', () => {
  // printf qcc_abc | sha256sum
  expect(clientTokenHash('qcc_abc')).toBe('b0e11a6f6aaba2fa3a2af94b0df9769ccad91a5657a9836a7318071a67e71476')
  const { hash, token } = makeClientToken()
  expect([hash, hash.includes(token)]).toEqual([clientTokenHash(token), false])
})
