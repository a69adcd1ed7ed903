import { expect, test } from 'vitest'
import { answerContent } from './answer-content.ts'

const events = (...values: readonly object[]): Buffer =>
  Buffer.from(values.map((value) => `event: x\ndata: ${JSON.stringify(value)}\n\n`).join(''))

const opening = (block: object) => ({ type: 'content_block_start', index: 0, content_block: block })
const delta = (one: object) => ({ type: 'content_block_delta', index: 0, delta: one })

test.each([
  [
    'a whole message',
    Buffer.from(
      JSON.stringify({
        type: 'message',
        content: [
          { type: 'thinking', thinking: 'Hm.' },
          { type: 'text', text: '好的 ' },
          { type: 'text', text: 'done' },
          { type: 'tool_use', id: 'tu_1', name: 'Read', input: { file: 'a.md' } },
        ],
      }),
    ),
    { text: '好的 done', hasThinking: true, tools: [{ id: 'tu_1', name: 'Read', input: '{"file":"a.md"}' }] },
  ],
  [
    'a stream',
    events(
      { type: 'message_start', message: { content: [] } },
      opening({ type: 'text', text: '' }),
      delta({ type: 'text_delta', text: '好' }),
      delta({ type: 'text_delta', text: '的' }),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_stop' },
    ),
    { text: '好的', hasThinking: false, tools: [] },
  ],
  ['a page', Buffer.from('<html>no</html>'), { text: '', hasThinking: false, tools: [] }],
  ['an error', Buffer.from('{"type":"error"}'), { text: '', hasThinking: false, tools: [] }],
])('%s is read as what it says', (_what, body, content) => {
  expect(answerContent(body)).toEqual(content)
})
