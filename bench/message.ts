/** What is asked and answered: the upstream writes it, the load generator checks it. */

/** What a question makes the upstream do. */
export type Wanted =
  | { readonly kind: 'whole' }
  /** All events as fast as they go. */
  | { readonly kind: 'stream' }
  /** `events` pieces of text, `everyMs` between them; each says when it was sent. */
  | { readonly kind: 'paced'; readonly events: number; readonly everyMs: number }

/** Pieces of text of a stream that is not paced; with the five events around them it has 60. */
const DELTAS = 55
const WHOLE_TEXT = 'x'.repeat(800)

/** A body of about that size, in the order in which Claude Code writes it, with the quotes and line ends of code. */
export function question(kilobytes: number, wanted: Wanted): Buffer {
  const line = 'const name = "value" // a line as it stands in a file\n'
  const messages = [{ role: 'user', content: line.repeat(Math.ceil((kilobytes * 1_000) / line.length)) }]
  const asked = { model: 'claude-opus-5-5', messages, max_tokens: 64 }
  if (wanted.kind === 'whole') return Buffer.from(JSON.stringify(asked))
  // Among the last bytes, where the upstream looks.
  const user_id = wanted.kind === 'paced' ? `paced-${wanted.events}-${wanted.everyMs}` : 'fast'
  return Buffer.from(JSON.stringify({ ...asked, metadata: { user_id }, stream: true }))
}

/** Reads what is wanted from the last bytes of a body. */
export function wantedIn(tail: string): Wanted {
  const [, events, everyMs] = /"paced-(\d+)-(\d+)"/.exec(tail) ?? []
  if (events !== undefined) return { kind: 'paced', events: Number(events), everyMs: Number(everyMs) }
  return { kind: tail.includes('"stream":true') ? 'stream' : 'whole' }
}

const message = (content: readonly object[], stop_reason: string | null): object => ({
  ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-5-5', content },
  ...{ stop_reason, stop_sequence: null, usage: { input_tokens: 9, output_tokens: 9 } },
})
export const WHOLE = Buffer.from(JSON.stringify(message([{ type: 'text', text: WHOLE_TEXT }], 'end_turn')))

const event = (type: string, rest: object = {}): Buffer =>
  Buffer.from(`event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`)
const delta = (text: string): Buffer =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })

export const BEFORE = [
  event('message_start', { message: message([], null) }),
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
]
export const AFTER = [
  event('content_block_stop', { index: 0 }),
  event('message_delta', {
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 9 },
  }),
  event('message_stop'),
]
const words = (at: number): string => `some words of an answer, ${at}; `
const DELTA_EVENTS = Array.from({ length: DELTAS }, (_, at) => delta(words(at)))
export const ALL_EVENTS = [...BEFORE, ...DELTA_EVENTS, ...AFTER]

/** Milliseconds by a clock that all processes of this machine share. */
export function sharedNow(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}

/** Event `at` of a paced stream. */
export const pacedDelta = (at: number): Buffer => delta(`event ${at} at ${sharedNow().toFixed(3)};`)

/** Where each event of a paced stream says when it was sent. */
export const SENT_AT = /event \d+ at ([\d.]+);/g

/** Whether an answer says what it should, however it is written. */
export function isRight(answer: string, wanted: Wanted): boolean {
  try {
    if (wanted.kind === 'whole') return textOf(JSON.parse(answer)) === WHOLE_TEXT
    const { hasEnded, text } = readStream(answer)
    if (!hasEnded) return false
    if (wanted.kind === 'stream')
      return text === Array.from({ length: DELTAS }, (_, at) => words(at)).join('')
    const numbers = [...text.matchAll(/event (\d+) at /g)].map(([, number]) => Number(number))
    return numbers.length === wanted.events && numbers.every((number, at) => number === at)
  } catch {
    return false
  }
}

function textOf(answer: unknown): string | null {
  const { content } = answer as { readonly content?: readonly { readonly text?: string }[] }
  return content?.[0]?.text ?? null
}

interface Delta {
  readonly type: string
  readonly delta?: { readonly text?: string }
}

function readStream(answer: string): { readonly text: string; readonly hasEnded: boolean } {
  const events = answer
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => JSON.parse(line.slice('data:'.length)) as Delta)
  const text = events
    .map((one) => (one.type === 'content_block_delta' ? (one.delta?.text ?? '') : ''))
    .join('')
  return { text, hasEnded: events.at(-1)?.type === 'message_stop' }
}
