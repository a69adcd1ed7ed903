/** A cheap upstream that always answers well: a 1 KB message, or a stream of 60 events. Argument: port. */
import { createServer, type ServerResponse } from 'node:http'

const EVENTS = 60
const STREAM_MARK = '"stream":true'

const event = (type: string, rest: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`
const delta = (index: number): string =>
  event('content_block_delta', {
    index: 0,
    delta: { type: 'text_delta', text: `some words of an answer, ${String(index)}` },
  })

const BEFORE = [
  event('message_start', {
    message: { id: 'msg_1', type: 'message', role: 'assistant', usage: { input_tokens: 9 } },
  }),
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
]
const AFTER = [
  event('content_block_stop', { index: 0 }),
  event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } }),
  event('message_stop'),
]
const DELTAS = Array.from({ length: EVENTS - BEFORE.length - AFTER.length }, (_, index) => delta(index))
const PIECES = [...BEFORE, ...DELTAS, ...AFTER].map((text) => Buffer.from(text))
const WHOLE = Buffer.from(
  JSON.stringify({ type: 'message', content: [{ type: 'text', text: 'x'.repeat(900) }] }),
)

/** Each event in a turn of its own, as they come from a model. */
async function stream(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const piece of PIECES) {
    response.write(piece)
    await new Promise(setImmediate)
  }
  response.end()
}

createServer((request, response) => {
  let tail = ''
  request.on('data', (chunk: Buffer) => (tail = chunk.toString('latin1', Math.max(0, chunk.length - 64))))
  request.on('end', () => {
    if (tail.includes(STREAM_MARK)) void stream(response)
    else
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': WHOLE.length })
        .end(WHOLE)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
