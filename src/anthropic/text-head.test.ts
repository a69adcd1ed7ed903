import { expect, test } from 'vitest'
import { textHead } from './text-head.ts'

const image = { type: 'image', source: { data: '"text"'.repeat(1_000) } }

test.each([
  ['a text', '"say hi"', 'say hi'],
  ['a long text', JSON.stringify('x'.repeat(50)), 'xxxxxxxxxx'],
  [
    'escapes, of which none is cut in two',
    JSON.stringify('\n"\\\u0001'.repeat(20)),
    '\n"\\\u0001\n"\\\u0001\n"',
  ],
  ['characters of several bytes', JSON.stringify('世界🙂é'.repeat(20)), '世界🙂é世界🙂é'.slice(0, 10)],
  ['blocks, a line each', JSON.stringify([{ text: 'a' }, image, { text: 'b' }]), 'a\n\nb'],
  ['marks beside the text', '[{"cache_control":{"type":"x"},"text":"a"}]', 'a'],
  ['a block behind enough of them', '[{"text":"0123456789"}, not JSON', '0123456789'],
  ['a block without text', '[{"type":"image"}]', ''],
  ['blocks that are none', '[1,"a",{"text":7}]', '\n\n'],
  ['no blocks', '[]', ''],
  ['an object', '{"text":"a"}', ''],
  ['a number', '7', ''],
  ['nothing', '', ''],
  ['a text that does not end', '"say', ''],
  ['a text that is no JSON', '"\t"', ''],
])('of %s', (_what, json, expected) => {
  expect(textHead(Buffer.from(json), 10)).toBe(expected)
})
