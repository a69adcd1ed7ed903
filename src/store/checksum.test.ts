import { expect, test } from 'vitest'
import { checksum } from './checksum.ts'

test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('%j has the published sum', (text, sum) => {
  expect(checksum(text)).toBe(sum)
})

test('every single changed character changes the sum', () => {
  const text = 'https://api.example.com/一'
  const changed = Array.from(text, (_, index) => `${text.slice(0, index)}~${text.slice(index + 1)}`)
  expect(new Set([text, ...changed].map(checksum)).size).toBe(changed.length + 1)
})
