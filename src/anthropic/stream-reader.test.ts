import { expect, test } from 'vitest'
import type { Step } from './reader.ts'
import { StreamReader } from './stream-reader.ts'

const LIMITS = { events: 8, bytes: 10_000 }
const event = (type: string, rest: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`
const START = event('message_start', { message: {} })
const BLOCK = event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
const PING = event('ping')
const delta = (rest: object): string => event('content_block_delta', { index: 0, delta: rest })
const TEXT = delta({ type: 'text_delta', text: 'hi' })
const BLOCK_END = event('content_block_stop', { index: 0 })
const STOPPED = event('message_delta', { delta: { stop_reason: 'end_turn' } })
const END = event('message_stop')
const ERROR = event('error', { error: { type: 'overloaded_error', message: 'x' } })
const WHOLE = START + BLOCK + TEXT + BLOCK_END + STOPPED + END

/** What a reader says of pieces, asked as an attempt asks it: its last word, and all that passed (null: nothing). */
function read(pieces: readonly string[], ending: 'end' | 'cut' | 'open' = 'open') {
  const reader = new StreamReader(LIMITS)
  let held = ''
  let passed: string | null = null
  let last: Step = { kind: 'hold' }
  for (const piece of pieces) {
    last = reader.onChunk(Buffer.from(piece), passed === null ? Buffer.byteLength(held) : null)
    if (last.kind === 'hold') held += piece
    else if (last.kind !== 'fail' || passed !== null) passed = (passed ?? held) + last.bytes.toString()
    if (last.kind === 'fail' || last.kind === 'finish') return { last, passed }
  }
  const rest = passed === null ? Buffer.from(held) : null
  return { last: ending === 'open' ? last : LAST_WORDS[ending](reader, rest), passed }
}

const LAST_WORDS = {
  end: (reader: StreamReader, held: Buffer | null) => reader.onEnd(held),
  cut: (reader: StreamReader, held: Buffer | null) => reader.onCut(held),
}

test.each([
  ['text', TEXT],
  ['thinking', delta({ type: 'thinking_delta', thinking: 'hm' })],
  ['a signature', delta({ type: 'signature_delta', signature: 'abc' })],
  ['tool input', delta({ type: 'input_json_delta', partial_json: '{' })],
  ['a delta of a kind that is not known today', delta({ type: 'smell_delta', smell: 'rose' })],
  ['the end of a block', BLOCK_END],
  ['a stop reason', STOPPED],
])('%s commits', (_what, content) => {
  expect(read([START + BLOCK, content]).last.kind).toBe('pass')
})

test.each([
  ['message_start', START],
  ['the start of a block', START + BLOCK],
  ['a ping', START + PING + PING],
  ['an empty text', START + BLOCK + delta({ type: 'text_delta', text: '' })],
  ['empty tool input', START + BLOCK + delta({ type: 'input_json_delta', partial_json: '' })],
  ['a message_delta without a stop reason', START + event('message_delta', { delta: { stop_reason: null } })],
])('%s does not commit', (_what, beginning) => {
  expect(read([beginning]).last).toEqual({ kind: 'hold' })
})

test('an answer passes whole, byte by byte the same, at every split in two', () => {
  for (let at = 0; at <= WHOLE.length; at++) {
    const { last, passed } = read([WHOLE.slice(0, at), WHOLE.slice(at)])
    expect([at, last.kind, passed]).toEqual([at, 'finish', WHOLE])
  }
})

test('nothing behind message_stop passes', () => {
  expect(read([WHOLE + START + TEXT])).toMatchObject({ last: { kind: 'finish' }, passed: WHOLE })
})

test('an error before content fails the attempt; one after it lets pass what stands before it', () => {
  const fault = { kind: 'error-inside', error: { type: 'overloaded_error', message: 'x' } }
  expect(read([START + BLOCK + ERROR])).toMatchObject({ last: { kind: 'fail', fault }, passed: null })
  const begun = START + BLOCK + TEXT
  expect(read([begun, TEXT + ERROR])).toMatchObject({ last: { kind: 'fail', fault }, passed: begun + TEXT })
})

test.each([
  ['with the terminal event', START + BLOCK + TEXT + BLOCK_END + STOPPED, 'finish'],
  ['with a block still open', START + BLOCK + TEXT + STOPPED, 'fail'],
  ['without a stop reason', START + BLOCK + TEXT + BLOCK_END, 'fail'],
  ['in the middle of an event', `${START}${BLOCK}${TEXT}event: cont`, 'fail'],
])('a stream that is over after content, %s lacking nothing else: %#', (_what, text, kind) => {
  for (const ending of ['end', 'cut'] as const) expect(read([text], ending).last.kind).toBe(kind)
})

test.each([
  ['nothing', '', { kind: 'nothing-inside' }],
  ['blank space', ' \n ', { kind: 'nothing-inside' }],
  ['a web page', '<html>\n</html>', { kind: 'no-message-inside' }],
  ['JSON of another shape', '{"id":1}', { kind: 'no-message-inside' }],
  [
    'an error as JSON',
    '{"type":"error","error":{"type":"api_error","message":"m"}}',
    { kind: 'error-inside', error: { type: 'api_error', message: 'm' } },
  ],
  [
    'a whole message where a stream was asked for',
    '{"type":"message","content":[]}',
    { kind: 'no-message-inside' },
  ],
  ['a beginning', START + BLOCK, { kind: 'cut' }],
])('%s instead of a stream is no answer', (_what, text, fault) => {
  expect(read([text], 'end').last).toMatchObject({ kind: 'fail', fault })
})

test('message_stop without content or a stop reason is an empty answer', () => {
  expect(read([START + END]).last).toMatchObject({ kind: 'fail', fault: { kind: 'nothing-inside' } })
})

test('data that is none of this protocol fails the attempt at once', () => {
  expect(read([START, 'data: {"type":"cont\n\n']).last).toMatchObject({
    kind: 'fail',
    fault: { kind: 'no-message-inside' },
  })
})

test('more events or bytes than may be held commit a message, and refuse what is none; pings do not count', () => {
  const many = event('novelty').repeat(LIMITS.events)
  expect(read([START, many]).last.kind).toBe('pass')
  expect(read([START, PING.repeat(40)]).last.kind).toBe('hold')
  expect(read([START, `: ${'x'.repeat(LIMITS.bytes)}\n`]).last.kind).toBe('pass')
  expect(read(['x'.repeat(LIMITS.bytes + 1)]).last).toMatchObject({
    kind: 'fail',
    fault: { kind: 'no-message-inside' },
  })
})

test('an event that never ends is cut off before it fills the memory', () => {
  const megabyte = 'x'.repeat(2 ** 20)
  const { last } = read([START + BLOCK + TEXT, 'data: ', ...Array<string>(18).fill(megabyte)])
  expect(last).toMatchObject({ kind: 'fail', fault: { kind: 'cut' } })
})

test.each([
  ['at once', ['event: message_start\ndata: {oops\n\n']],
  [
    'with the whole rest of the stream',
    [`event: message_start\ndata: {oops\n\n${BLOCK + TEXT + BLOCK_END + STOPPED + END}`],
  ],
])('a message that begins with what is no JSON is none: told %s', (_when, pieces) => {
  expect(read(pieces)).toMatchObject({
    last: { kind: 'fail', fault: { kind: 'no-message-inside' } },
    passed: null,
  })
})
