import { expect, test } from 'vitest'
import { sessionKey } from './session-key.ts'

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e'
const OTHER = ['content-type', 'application/json', 'authorization', 'Bearer one']

const bodyOf = (value: unknown): Buffer[] => [Buffer.from(JSON.stringify(value))]
const keyOf = (value: unknown, headers: readonly string[] = OTHER): string | null =>
  sessionKey(headers, bodyOf(value))

const text = (said: string, more: object = {}): object => ({ type: 'text', text: said, ...more })
const MARK = { cache_control: { type: 'ephemeral' } }
const CONVERSATION = {
  model: 'm',
  system: [text('You are helpful.')],
  messages: [{ role: 'user', content: [text('say hi')] }],
}

test('the header names the session, whatever the body says, also where there is none', () => {
  const headers = [...OTHER, 'X-Claude-Code-Session-Id', UUID]
  expect(keyOf({ metadata: { user_id: '{"session_id":"another"}' } }, headers)).toBe(UUID)
  expect(sessionKey(headers, null)).toBe(UUID)
  expect(sessionKey(OTHER, null)).toBeNull()
})

test.each([
  ['a JSON string', JSON.stringify({ device_id: 'd', account_uuid: '', session_id: UUID }), UUID],
  ['the older form', `user_5f3_account_${UUID.replace('0f', '11')}_session_${UUID}`, UUID],
])('metadata.user_id names it as %s', (_form, userId, expected) => {
  expect(keyOf({ ...CONVERSATION, metadata: { user_id: userId } })).toBe(expected)
  expect(
    keyOf({ ...CONVERSATION, metadata: { user_id: userId } }, [...OTHER, 'x-claude-code-session-id', '']),
  ).toBe(expected)
})

test.each([
  ['no text', 7],
  ['JSON without a session', '{"device_id":"d"}'],
  ['JSON whose session is no text', '{"session_id":["s"]}'],
  ['a person', 'user_5f3'],
  ['a session that is no UUID', 'user_5f3_session_1'],
])('a user_id that is %s leaves the word to the beginning', (_what, userId) => {
  expect(keyOf({ ...CONVERSATION, metadata: { user_id: userId } })).toBe(keyOf(CONVERSATION))
})

test('a conversation keeps its key while it grows and the marks for the cache move', () => {
  const first = keyOf(CONVERSATION)
  expect(first).toMatch(/^[\w-]{43}$/)
  const grown = {
    max_tokens: 64_000,
    stream: true,
    ...CONVERSATION,
    system: [text('You are helpful.', MARK)],
    messages: [
      { content: [text('say hi', MARK)], role: 'user' },
      { role: 'assistant', content: 'hi' },
      { role: 'user', content: 'again' },
    ],
  }
  expect(keyOf(grown)).toBe(first)
  // A text says the same as a list of one.
  const plain = {
    ...CONVERSATION,
    system: 'You are helpful.',
    messages: [{ role: 'user', content: 'say hi' }],
  }
  expect(keyOf(plain)).toBe(first)
})

test.each([
  ['another token', CONVERSATION, ['authorization', 'Bearer two']],
  ['another key', CONVERSATION, ['x-api-key', 'Bearer two']],
  ['no token', CONVERSATION, []],
  ['another system prompt', { ...CONVERSATION, system: 'You are not.' }, OTHER],
  ['no system prompt', { ...CONVERSATION, system: undefined }, OTHER],
  ['another first message', { ...CONVERSATION, messages: [{ content: 'say ho' }] }, OTHER],
  ['texts that meet elsewhere', { system: 'You are helpful.say', messages: [{ content: ' hi' }] }, OTHER],
])('%s is another conversation', (_what, value, headers) => {
  expect(keyOf(value, headers)).not.toBeNull()
  expect(keyOf(value, headers)).not.toBe(keyOf(CONVERSATION))
})

test('only the head of a long text counts', () => {
  const said = (end: string): object => ({ messages: [{ content: 'x'.repeat(2_000) + end }] })
  expect(keyOf(said('a'))).toBe(keyOf(said('b')))
  expect(keyOf(said(''))).not.toBe(keyOf({ messages: [{ content: 'x'.repeat(1_999) }] }))
})

test.each([
  '',
  ' ',
  'nonsense',
  '[]',
  '{',
  '{"messages":',
  '{"messages":[{"content":"cut off',
  '{"messages":[]}',
  '{"messages":{}}',
  '{"messages":[7]}',
  '{"messages":[{"role":"user"}]}',
  '{"messages":[{"content":[{"type":"image"}]}]}',
  '{"metadata":7,"messages":[null]}',
  '\u0000\u0001',
])('nothing tells the session of %j', (body) => {
  expect(sessionKey(OTHER, [Buffer.from(body)])).toBeNull()
  expect(sessionKey(OTHER, [])).toBeNull()
})

test('it does not matter in what chunks the body came', () => {
  const whole = Buffer.from(JSON.stringify({ ...CONVERSATION, system: 'naïve 中文' }))
  const expected = sessionKey(OTHER, [whole])
  for (let at = 1; at < whole.length; at += 1) {
    expect(sessionKey(OTHER, [whole.subarray(0, at), whole.subarray(at)])).toBe(expected)
  }
})
