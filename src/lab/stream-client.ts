import { request, type IncomingMessage } from 'node:http'
import { asObject, asText, parseObject } from '../anthropic/json.ts'
import { SseParser } from '../anthropic/sse-parser.ts'
import type { Clock } from '../ports/clock.ts'

/** What a client saw of one streaming request. */
export interface Seen {
  /** Null when no answer came. */
  readonly status: number | null
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** How many answers began; a spliced one begins twice. */
  readonly starts: number
  /** `message_stop` came, and then the end of the response. */
  readonly isComplete: boolean
  /** From sending to the first text; null when none came. */
  readonly firstTextMs: number | null
  /** The message of the error that came instead; empty without one. */
  readonly error: string
}

interface Ask {
  readonly url: string
  readonly model?: string
  readonly session: string
  readonly prompt: string
}

/** Sends one streaming message the way a client does, reads it to its end and tells what came. Never rejects. */
export function streamMessage(
  { model = 'claude-opus-5-5', url, session, prompt }: Ask,
  clock: Clock,
): Promise<Seen> {
  const body = JSON.stringify({
    model,
    max_tokens: 256,
    messages: [{ role: 'user', content: prompt }],
    stream: true,
  })
  const headers = {
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    'x-api-key': 'proxy-managed',
    'x-claude-code-session-id': session,
    'content-length': String(Buffer.byteLength(body)),
  }
  return new Promise((resolve) => {
    const sentAt = clock.now()
    request(`${url}/v1/messages`, { method: 'POST', headers }, (answer) => {
      readAnswer(answer, () => clock.now() - sentAt, resolve)
    })
      .on('error', (error) => {
        resolve({ ...NOTHING_SEEN, error: error.message })
      })
      .end(body)
  })
}

const NOTHING_SEEN: Seen = {
  status: null,
  headers: {},
  text: '',
  starts: 0,
  isComplete: false,
  firstTextMs: null,
  error: '',
}

function readAnswer(answer: IncomingMessage, elapsedMs: () => number, tell: (seen: Seen) => void): void {
  let text = ''
  let starts = 0
  let hasStopped = false
  let firstTextMs: number | null = null
  const chunks: Buffer[] = []
  const parser = new SseParser((event) => {
    if (event.name === 'message_start') starts += 1
    if (event.name === 'message_stop') hasStopped = true
    if (event.name !== 'content_block_delta') return
    text += asText(asObject(parseObject(event.data())?.['delta'])?.['text'])
    firstTextMs ??= elapsedMs()
  })
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    parser.feed(chunk)
  })
  answer.on('error', () => undefined) // a cut answer is told by `complete` below
  answer.on('close', () => {
    const isComplete = hasStopped && answer.complete
    const error = isComplete ? '' : errorIn(Buffer.concat(chunks).toString())
    tell({
      status: answer.statusCode ?? null,
      headers: answer.headers,
      text,
      starts,
      isComplete,
      firstTextMs,
      error,
    })
  })
}

const errorIn = (body: string): string =>
  asText(asObject(parseObject(body)?.['error'])?.['message']) || body.slice(0, 200)
