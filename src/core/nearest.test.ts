import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const KEYS = ['proxy.host', 'proxy.port', 'proxy.drain', 'body.max', 'timeout.idle']

test.each([
  ['proxy.prot', KEYS, 'proxy.port'],
  ['proxy.por', KEYS, 'proxy.port'],
  ['PROXY.PORT', KEYS, 'proxy.port'],
  ['body.maxx', KEYS, 'body.max'],
  ['wrok', ['backup', 'work'], 'work'],
  ['base_url', ['baseUrl', 'auth'], 'baseUrl'],
  ['something-else', KEYS, null],
  // Neighbours that changed places are one letter, others are two.
  ['abcde', ['badce'], 'badce'],
  ['abcde', ['badcx'], null],
  ['abcde', ['cbaxe'], null],
  ['ab', ['abc'], 'abc'],
  ['abc', ['xbyd'], null],
  ['x', ['y'], null],
  ['', KEYS, null],
  ['work', [], null],
  // Equally near: the first.
  ['wort', ['word', 'worn'], 'word'],
])('%j is nearest to %j in %j', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected)
})

test('a candidate itself is always the nearest, and a far one never', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (word, others) => {
      expect(nearest(word, [...others, word])?.toLowerCase()).toBe(word.toLowerCase())
      expect(nearest(word, ['~'.repeat(word.length * 2 + 1)])).toBeNull()
    }),
  )
})
