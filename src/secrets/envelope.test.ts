import { expect, test } from 'vitest'
import { KEY_BYTES, seal, unseal } from './envelope.ts'

const key = Buffer.alloc(KEY_BYTES, 1)
const text = Buffer.from('made-up-key-一')

test('what was sealed comes back, and only with the same key and for the same purpose', () => {
  const envelope = seal(text, key, 'secret a')
  expect(unseal(envelope, key, 'secret a')).toEqual(text)
  expect(unseal(envelope, Buffer.alloc(KEY_BYTES, 2), 'secret a')).toBeNull()
  expect(unseal(envelope, key, 'secret b')).toBeNull()
})

test('a change of any bit is noticed, and so is a cut anywhere', () => {
  const envelope = seal(text, key, 'secret a')
  for (let bit = 0; bit < envelope.length * 8; bit++) {
    const changed = Buffer.from(envelope)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(unseal(changed, key, 'secret a')).toBeNull()
  }
  for (let length = 0; length < envelope.length; length++) {
    expect(unseal(envelope.subarray(0, length), key, 'secret a')).toBeNull()
  }
})

test('the same text is never sealed to the same bytes, and never stands in them', () => {
  const [one, two] = [seal(text, key, 'a'), seal(text, key, 'a')]
  expect(one.equals(two)).toBe(false)
  expect(one.includes(text)).toBe(false)
})
