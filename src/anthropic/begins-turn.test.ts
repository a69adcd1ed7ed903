import { expect, test } from 'vitest'
import { beginsTurn } from './begins-turn.ts'

const user = (content: unknown) => ({ role: 'user', content })
const RESULT = user([{ type: 'tool_result', tool_use_id: 'x', content: 'done' }])
const ANSWER = { role: 'assistant', content: [{ type: 'tool_use', id: 'x', name: 'ls', input: {} }] }
const REMINDER = { role: 'system', content: 'be brief' }
const bodyOf = (...messages: readonly unknown[]) => ({
  model: 'opus',
  messages,
  tools: [{ name: 'ls', input_schema: { properties: { role: { type: 'string' } } } }],
})

const CASES: readonly (readonly [string, unknown, boolean])[] = [
  ['a first question', bodyOf(user('hi')), true],
  ['a question with a word of the system behind it', bodyOf(user('hi'), REMINDER), true],
  ['the result of a tool', bodyOf(user('hi'), ANSWER, RESULT), false],
  [
    'the result of a tool with a word of the system behind it',
    bodyOf(user('hi'), ANSWER, RESULT, REMINDER),
    false,
  ],
  ['a question after such a result was answered', bodyOf(RESULT, ANSWER, user('and now?')), true],
  ['a question about such results', bodyOf(user('what is {"type":"tool_result","role":"user"}?')), true],
  ['a result whose role stands behind it', bodyOf(ANSWER, { content: RESULT.content, role: 'user' }), false],
  ['no message of a person', bodyOf(ANSWER), false],
  ['no messages', { model: 'opus' }, false],
]

test.each(CASES)('%s: whether it begins a turn', (_what, body, expected) => {
  for (const text of [JSON.stringify(body), JSON.stringify(body, null, 2)]) {
    expect(beginsTurn([Buffer.from(text)])).toBe(expected)
    const half = text.length / 2
    expect(beginsTurn([Buffer.from(text.slice(0, half)), Buffer.from(text.slice(half))])).toBe(expected)
  }
})

test('what is no JSON begins none', () => {
  expect([beginsTurn([]), beginsTurn([Buffer.from('x')])]).toEqual([false, false])
})
