import { parse } from 'jsonc-parser'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isEmptyObject,
  rawVariables,
  strictFault,
  textFault,
  withoutEmptyEnv,
  withVariables,
} from './settings-text.ts'

/** `|` in the expectation is a line break. */
const lines = (text: string): string => text.replaceAll('|', '\n')

describe('a variable is put', () => {
  test.each([
    [
      'behind the last one',
      '{|  "env": {|    "B": "2"|  },|  "x": [1,  2]|}',
      '{|  "env": {|    "B": "2",|    "A": "1"|  },|  "x": [1,  2]|}',
    ],
    ['into a new env', '{|  "x": 1|}|', '{|  "x": 1,|  "env": {|    "A": "1"|  }|}|'],
    ['into an empty env', '{|  "env": {}|}', '{|  "env": {|    "A": "1"|  }|}'],
    [
      'into an env with a note',
      '{|  "env": {|    // mine|  }|}',
      '{|  "env": {|    // mine|    "A": "1"|  }|}',
    ],
    ['into an empty object', '{}', '{|  "env": {|    "A": "1"|  }|}'],
    ['into nothing', ' |', '{|  "env": {|    "A": "1"|  }|}|'],
    ['into one line', '{"x":1,"env":{"B":"2"}}', '{"x":1,"env":{"B":"2","A":"1"}}'],
    ['into one line with spaces', '{ "x": 1, "y": 2 }', '{ "x": 1, "y": 2, "env": {"A":"1"} }'],
    ['with tabs', '{|\t"env":\t{|\t\t"B":"2"|\t}|}', '{|\t"env":\t{|\t\t"B":"2",|\t\t"A":"1"|\t}|}'],
    [
      'behind a note',
      '{|  "env": {|    "B": "2" // two|  }|}',
      '{|  "env": {|    "B": "2", // two|    "A": "1"|  }|}',
    ],
    [
      'behind a comma too many',
      '{|  "env": {|    "B": "2", // two|  },|}',
      '{|  "env": {|    "B": "2", // two|    "A": "1",|  },|}',
    ],
    ['behind a comma too many in one line', '{"env":{"B":"2",}}', '{"env":{"B":"2","A":"1",}}'],
    ['in the place of another value', '{"env":{"A" : "other" , "B":"2"}}', '{"env":{"A" : "1" , "B":"2"}}'],
    ['in the place of the last of two', '{"env":{"A":"a","A":"b"}}', '{"env":{"A":"a","A":"1"}}'],
    [
      'into the last of two envs',
      '{"env":{"A":"a"},"env":{"B":"2"}}',
      '{"env":{"A":"a"},"env":{"B":"2","A":"1"}}',
    ],
  ])('%s', (_, before, after) => {
    expect(withVariables(lines(before), { A: '"1"' })).toBe(lines(after))
  })

  test('with the line breaks that are there, behind the mark that is there', () => {
    expect(withVariables('\uFEFF{\r\n    "x": 1\r\n}', { A: '"1"' })).toBe(
      '\uFEFF{\r\n    "x": 1,\r\n    "env": {\r\n        "A": "1"\r\n    }\r\n}',
    )
  })
})

describe('a variable is taken out', () => {
  test.each([
    ['with its line', '{|  "env": {|    "A": "1",|    "B": "2"|  }|}', '{|  "env": {|    "B": "2"|  }|}'],
    [
      'with the comma before it',
      '{|  "env": {|    "B": "2",|    "A": "1"|  }|}',
      '{|  "env": {|    "B": "2"|  }|}',
    ],
    ['from the middle of a line', '{"env":{"B":"2", "A":"1", "C":"3"}}', '{"env":{"B":"2", "C":"3"}}'],
    ['from the end of a line', '{"env":{"B":"2", "A":"1"}}', '{"env":{"B":"2"}}'],
    ['from where it was alone', '{"env":{ "A":"1" }}', '{"env":{}}'],
    [
      'and a note beside it stays',
      '{|  "env": {|    "B": "2", // two|    "A": "1"|  }|}',
      '{|  "env": {|    "B": "2" // two|  }|}',
    ],
    [
      'and a note alone stays',
      '{|  "env": {|    // mine|    "A": "1"|  }|}',
      '{|  "env": {|    // mine|  }|}',
    ],
    ['as often as it is there', '{"env":{"A":"a","B":"2","A":"b"}}', '{"env":{"B":"2"}}'],
    ['or is not there', '{"x":1}', '{"x":1}'],
  ])('%s', (_, before, after) => {
    expect(withVariables(lines(before), { A: null })).toBe(lines(after))
  })

  test('and an env that holds nothing goes, one that holds something stays', () => {
    expect(withoutEmptyEnv('{\n  "x": 1,\n  "env": {}\n}')).toBe('{\n  "x": 1\n}')
    expect(withoutEmptyEnv('{"env":{"B":"2"}}')).toBe('{"env":{"B":"2"}}')
    expect(withoutEmptyEnv('{"x":1}')).toBe('{"x":1}')
    expect([isEmptyObject('\uFEFF{ }\n'), isEmptyObject('{"x":1}')]).toEqual([true, false])
  })
})

test.each([
  ['{"a":1', { kind: 'no-json', line: 1, column: 7 }],
  ['{\n  "a": 1\n  "b": 2\n}', { kind: 'no-json', line: 3, column: 3 }],
  ['[1]', { kind: 'no-object' }],
  ['{"env":null}', { kind: 'env-no-object' }],
])('%j is not taken for settings', (text, fault) => {
  expect(textFault(text)).toMatchObject(fault)
})

test('notes and a comma too many are tolerated here, and told where Claude Code stops reading', () => {
  const text = '{\n  "x": 1, // one\n}'
  expect([textFault(text), strictFault(text)]).toEqual([null, { line: 2, column: 11 }])
  expect(strictFault('{\n  "x": [1,\n  ]\n}')).toEqual({ line: 3, column: 3 })
  expect([strictFault('\uFEFF{"x":1}'), strictFault(''), textFault('')]).toEqual([null, null, null])
})

test('of equal keys the last one is read', () => {
  const text = '{"env":{"A":"a"},"env":{"A":"b","A":"c"}}'
  expect(rawVariables(text, ['A', 'B'])).toEqual({ A: '"c"', B: null })
})

/** Texts of settings in many layouts. */
const texts = fc
  .record({
    value: fc.dictionary(fc.constantFrom('a', 'b', 'env2', 'hooks'), fc.jsonValue()),
    env: fc.option(fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.string())),
    indent: fc.constantFrom('', '  ', '\t', '    '),
    eol: fc.constantFrom('\n', '\r\n'),
    end: fc.constantFrom('', '\n'),
    mark: fc.constantFrom('', '\uFEFF'),
  })
  .map(({ end, env, eol, indent, mark, value }) => {
    const text = JSON.stringify(env === null ? value : { ...value, env }, null, indent)
    return mark + text.replaceAll('\n', eol) + end
  })
  // The reader that allows notes makes a prototype of such a key, which is no value to compare.
  .filter((text) => !text.includes('"__proto__"'))

test('whatever the text, a reader finds the new values and all others as they were', () => {
  fc.assert(
    fc.property(texts, fc.option(fc.string()), fc.string(), (text, a, d) => {
      const wanted = { A: a === null ? null : JSON.stringify(a), D: JSON.stringify(d) }
      const after = withVariables(text, wanted)
      const was = JSON.parse(text.replace('\uFEFF', '')) as { env?: Record<string, string> }
      const { A: _, ...others } = was.env ?? {}
      const env = { ...others, ...(a === null ? {} : { A: a }), D: d }
      expect(JSON.parse(after.replace('\uFEFF', ''))).toEqual({ ...was, env })
      expect(parse(after)).toEqual({ ...was, env })
      // Put back value by value it is the same to a reader.
      const undone = withVariables(after, rawVariables(text, ['A', 'D']))
      const back = was.env === undefined ? withoutEmptyEnv(undone) : undone
      expect(JSON.parse(back.replace('\uFEFF', ''))).toEqual(was)
    }),
  )
})

test('what is nested too deep to be parsed is no JSON', () => {
  const text = '['.repeat(100_000)
  expect([textFault(text), strictFault(text)]).toMatchObject([{ kind: 'no-json', line: 1 }, { line: 1 }])
})
