import { expect, test } from 'vitest'
import { patternFault } from './pattern.ts'

test.each([
  'quota',
  '^model: ',
  'credit balance (?:is )?too low',
  'model[^.]{0,80}not found',
  '余额不足|欠费',
  'a.*b',
  '(?:ab){3}',
  '(?:a|b)?c',
  '[*+?(]{2}',
  '\\(a+\\)',
  'x{2}y{3}z',
  '(?<name>a)(?=b)(?<!c)',
])('%s may be a pattern', (pattern) => {
  expect(patternFault(pattern)).toBeNull()
})

test.each([
  ['(', 'pattern'],
  ['a**', 'pattern'],
  ['[b-a]', 'pattern'],
  ['x'.repeat(201), 'pattern-long'],
  ['(a+)+', 'pattern-slow'],
  ['(a+)+?', 'pattern-slow'],
  ['(?:a*)*b', 'pattern-slow'],
  ['((a?b))*', 'pattern-slow'],
  ['(a|a)*', 'pattern-slow'],
  ['(a+){2}', 'pattern-slow'],
  ['(a{1,5}){2,}', 'pattern-slow'],
  ['.*.*x', 'pattern-slow'],
  ['a{0,200}b{0,200}', 'pattern-slow'],
  ['a{5,}b+', 'pattern-slow'],
  ['a?'.repeat(14), 'pattern-slow'],
])('%s is none: %s', (pattern, fault) => {
  expect(patternFault(pattern)).toBe(fault)
})

test('the slowest pattern that may be one is done in time with the longest text that is looked at', () => {
  const text = 'a'.repeat(2_000)
  for (const pattern of ['a*b', 'a{0,99}a{0,99}b', `${'a?'.repeat(13)}b`]) {
    expect(patternFault(pattern)).toBeNull()
    expect(new RegExp(pattern, 'i').test(text)).toBe(false)
  }
})
