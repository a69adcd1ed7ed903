import { streamAnswer, type StreamAnswer } from '../anthropic/stream-answer.ts'
import type { Endpoint } from '../core/model.ts'
import type { Usage } from '../core/usage.ts'
import type { Outbound } from '../ports/sender.ts'
import { timesOf, type Exchanged, type Times } from './exchange.ts'
import { met, type Met } from './met.ts'
import { postRequest } from './probe-request.ts'

/** How a check speaks with one endpoint. */
export interface Contact {
  readonly endpoint: Endpoint
  readonly key: string
  /** As the endpoint knows it. */
  readonly model: string | null
  readonly now: () => number
  readonly send: (request: Outbound) => Promise<Exchanged>
}

/** Tokens in and out; what a cache gave or took is in. */
export interface Tokens {
  readonly in: number
  readonly out: number
}

export const NO_TOKENS: Tokens = { in: 0, out: 0 }

export const sumOf = (one: Tokens, other: Tokens): Tokens => ({
  in: one.in + other.in,
  out: one.out + other.out,
})

/** What came of one message. */
export interface Said {
  readonly met: Met
  readonly answer: StreamAnswer
  readonly times: Times
  /** As the endpoint counted them; null when it counted none. */
  readonly usage: Tokens | null
  /** The same, or, where it served and counted none, about as many as there were. */
  readonly tokens: Tokens
}

/** Content of a message beside its model; it is always streamed. */
export interface Message {
  readonly max_tokens: number
  readonly messages: readonly object[]
  readonly [member: string]: unknown
}

/** Sends a message and reads all of its answer. */
export async function say({ endpoint, key, model, now, send }: Contact, message: Message): Promise<Said> {
  const content = { model, ...message, stream: true }
  const request = postRequest(endpoint, key, '/v1/messages', content)
  const startedAt = now()
  const exchanged = await send(request)
  const body = exchanged.kind === 'answer' ? exchanged.body : Buffer.alloc(0)
  const answer = streamAnswer(body)
  const known = met(exchanged, () => answer.fault, endpoint, now())
  const usage = answer.receipt.usage === null ? null : tokensOf(answer.receipt.usage)
  const requestBytes = JSON.stringify(message.messages).length
  const isServed = known.seen.outcome.kind === 'ok'
  const guess = isServed ? { in: asTokens(requestBytes), out: asTokens(answer.text.length) } : NO_TOKENS
  const times = { ...timesOf(exchanged), totalMs: now() - startedAt }
  return { met: known, answer, times, usage, tokens: usage ?? guess }
}

const tokensOf = ({ cacheRead, cacheWrite1h, cacheWrite5m, input, output }: Usage): Tokens => ({
  in: input + cacheRead + cacheWrite5m + cacheWrite1h,
  out: output,
})

/** The usual rule of thumb: four bytes a token. */
const asTokens = (bytes: number): number => Math.ceil(bytes / 4)
