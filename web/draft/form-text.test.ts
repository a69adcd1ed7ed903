import { describe, expect, it } from 'vitest'
import { finished, fromText, textOf } from './form-text.ts'

type Type = Parameters<typeof fromText>[0]

describe('what is written into a field', () => {
  it.each<[Type, string, unknown]>([
    ['text', '', undefined],
    ['text', 'work', 'work'],
    ['seconds', '1.5', 1.5],
    ['count', ' 12 ', 12],
    ['count', 'many', 'many'],
    // Not written to its end yet.
    ['seconds', '1.', '1.'],
    ['port', '', undefined],
    ['names', 'a\n', 'a\n'],
  ])('as %s, %o is %o', (type, text, expected) => {
    expect(fromText(type, text)).toEqual(expected)
  })
})

describe('what it means once it is whole', () => {
  it.each<[Type, unknown, unknown]>([
    ['names', 'a, b\nc\n', ['a', 'b', 'c']],
    ['map', 'opus = big\nhaiku=small\n', { opus: 'big', haiku: 'small' }],
    ['map', 'opus', 'opus'],
    ['list', '[{"status":400,"outcome":"rejected"}]', [{ status: 400, outcome: 'rejected' }]],
    ['list', '[{', '[{'],
    ['text', ' https://x.example ', 'https://x.example'],
    ['count', 3, 3],
    ['names', undefined, undefined],
  ])('%s %o is %o', (type, value, expected) => {
    expect(finished(type, value)).toEqual(expected)
  })
})

describe('what stands in a field', () => {
  it.each<[Type, unknown, string]>([
    ['text', undefined, ''],
    ['count', 0, '0'],
    ['names', ['a', 'b'], 'a\nb'],
    ['map', { opus: 'big' }, 'opus = big'],
    ['map', 'opus =', 'opus ='],
  ])('of %s %o is %o', (type, value, expected) => {
    expect(textOf(type, value)).toBe(expected)
  })
  it('of a list reads back as the same', () => {
    const rules = [{ pattern: 'x', outcome: 'overloaded' }]
    expect(finished('list', textOf('list', rules))).toEqual(rules)
  })
})
