import { expect, test } from 'vitest'
import { fitsPattern } from './pattern.ts'

test.each([
  ['claude-opus-5', 'claude-opus-5', true],
  ['claude-opus-5', 'claude-opus-55', false],
  ['claude-*opus*', 'claude-opus-5-5', true],
  ['claude-*opus*', 'claude-3-opus-20240229', true],
  ['claude-*opus*', 'claude-opus', true],
  ['claude-*opus*', 'claude-sonnet-5', false],
  ['claude-*', 'glm-5.2', false],
  ['*', '', true],
  ['*', 'anything', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*bc*bc', 'abc', false],
  ['a*bc*bc', 'abcbc', true],
  ['context-1m-*', 'context-1m-2025-08-07', true],
  ['*-2025-08-07', 'context-1m-2025-08-07', true],
  ['a.c', 'abc', false],
])('%s fits %s: %s', (pattern, text, fits) => {
  expect(fitsPattern(pattern, text)).toBe(fits)
})
