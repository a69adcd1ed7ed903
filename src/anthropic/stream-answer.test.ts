import { expect, test } from 'vitest'
import { encodeEvent } from '../lab/sse.ts'
import { stepsOf } from '../lab/message.ts'
import type { Serve } from '../lab/act.ts'
import { streamAnswer } from './stream-answer.ts'

const OCCASION = { upstream: 'one', messageId: 'msg_1', model: 'small', requestBytes: 400, asked: '' }

const stream = (act: Omit<Serve, 'do'>, count = Infinity): Buffer =>
  Buffer.from(
    stepsOf({ do: 'serve', ...act }, OCCASION)
      .slice(0, count)
      .map(({ event }) => encodeEvent(event, {}))
      .join(''),
  )

test('a stream is read as what it says, with its receipt', () => {
  const tool = { name: 'Read', input: { file: '中文.md' } }
  const answer = streamAnswer(stream({ text: 'K7 — 41', thinking: 'Hm.', tool }))
  expect(answer).toMatchObject({
    ...{ fault: null, text: 'K7 — 41', hasThinking: true },
    tools: [{ id: 'toolu_msg_1_0', name: 'Read', input: JSON.stringify(tool.input) }],
    receipt: { model: 'small', stopReason: 'tool_use', usage: { input: 100 } },
  })
  expect(streamAnswer(stream({ text: 'ok' }))).toMatchObject({ hasThinking: false, tools: [] })
})

test.each([
  ['nothing', Buffer.alloc(0), 'nothing-inside'],
  ['blanks', Buffer.from('\n\n'), 'nothing-inside'],
  ['a page', Buffer.from('<html>hello</html>'), 'no-message-inside'],
  ['events that are no JSON', Buffer.from('data: {"type":"content\n\ndata: x\n\n'), 'no-message-inside'],
  ['an error body', Buffer.from('{"type":"error","error":{"type":"api_error"}}'), 'error-inside'],
  ['an error event', Buffer.from('event: error\ndata: {"error":{"type":"api_error"}}\n\n'), 'error-inside'],
  ['a message that is no stream', Buffer.from('{"type":"message","content":[]}'), 'no-message-inside'],
  ['a stream that stops half-way', stream({ text: 'half' }, 5), 'cut'],
  ['a stream without content', stream({ text: 'x' }, 1), 'cut'],
] as const)('%s is no answer', (_what, body, kind) => {
  expect(streamAnswer(body).fault?.kind).toBe(kind)
})

test('a reason to stop is an answer also without a word', () => {
  expect(streamAnswer(stream({ text: '', stopReason: 'max_tokens' }))).toMatchObject({
    fault: null,
    text: '',
  })
})
