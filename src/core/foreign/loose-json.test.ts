import { expect, test } from 'vitest'
import { looseJson } from './loose-json.ts'

test.each([
  ['{"a":1}', { a: 1 }],
  ['\uFEFF{"a":1}\r\n', { a: 1 }],
  ['// first\n{ "a": 1, // one\n "b": [1, 2,], /* two\n */ }', { a: 1, b: [1, 2] }],
  ['{"url": "https://a.example//b", "t": "/* no */, }"}', { url: 'https://a.example//b', t: '/* no */, }' }],
  ['{"a": "\\"// still text", // gone\n}', { a: '"// still text' }],
  ['', null],
  ['{', null],
  ['{"a": "', null],
  ['{} /* no end', {}],
  ['not json', null],
])('%j is %j', (text, value) => {
  expect(looseJson(text)).toEqual(value)
})

test.each(['/*', '"\\', '//', '"', ',', '"/*'])('a long text of %j is read in no time', (part) => {
  expect(looseJson(`{${part.repeat(500_000)}`)).toBeNull()
})
