import { errorBody } from '../anthropic/error-body.ts'
import type { FinalReason, QueuedItem } from '../core/queue/item.ts'
import { AppError } from '../errors/app-error.ts'
import { FAILURES, type FailureCode } from '../errors/failures.ts'
import type { Answering } from '../ports/answering.ts'
import type { Ended } from './ended.ts'
import type { Parts } from './parts.ts'

/** Ids are UUIDs, and given whole: a beginning is for people, who ask with `qcc queue show`. */
const QUEUED = /^\/_qcc\/queue\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/

/** The item of the queue that a path names; null when it names none. */
export const queuedIn = (path: string): string | null => QUEUED.exec(path)?.[1] ?? null

/**
 * Gives a client what became of a request that is kept: the answer as the
 * endpoint gave it, however often it is asked for, or how it stands. Throws
 * `no-such-thing` for what is not there, or not inside `fence`.
 */
export async function fetched(
  client: Answering,
  id: string,
  fence: string | null,
  { clock, parking }: Pick<Parts, 'clock' | 'parking'>,
): Promise<Ended> {
  const found = await parking.fetch(id, fence)
  switch (found.kind) {
    case 'none':
      throw new AppError('no-such-thing', `There is no request ${id} in the queue, or not any more.`)
    case 'answered': {
      const { body, headers, status } = found.answer
      client.send(status, withoutLength(headers), Buffer.from(body.buffer, body.byteOffset, body.byteLength))
      return local(status)
    }
    case 'told':
      return told(client, found.item, clock.now())
  }
}

/** As it was given, marks of ours included; the length is told anew. */
const withoutLength = (headers: readonly string[]): readonly string[] =>
  headers.filter((_, i) => headers[i - (i % 2)]?.toLowerCase() !== 'content-length')

function told(client: Answering, item: QueuedItem, now: number): Ended {
  const { finalReason, id, nextAt, state } = item
  if (finalReason !== null) return failed(client, item, finalReason)
  const afterS = nextAt === null ? LOOK_AGAIN_S : Math.max(1, Math.ceil((nextAt - now) / 1_000))
  const headers = ['content-type', 'application/json', 'retry-after', String(afterS)]
  client.send(WAITS, headers, Buffer.from(JSON.stringify({ id, state, url: `/_qcc/queue/${id}` })))
  return local(WAITS)
}

/** What the client would have heard, had it waited. */
function failed(client: Answering, item: QueuedItem, why: FinalReason): Ended {
  const { id, reason, tries } = item
  if (why !== 'fault' && why !== 'attempts') throw new AppError('no-such-thing', `${OVER[why]} It was ${id}.`)
  const { status, wire } = FAILURES[why === 'fault' ? 'bad-request' : (reason as FailureCode)]
  const told = (why === 'fault' ? tries.at(-1)?.status : null) ?? status
  const headers = ['content-type', 'application/json', 'x-should-retry', 'false']
  client.send(told, headers, errorBody(wire, OVER[why], id))
  return local(told)
}

const OVER: Readonly<Record<FinalReason, string>> = {
  fault: 'An endpoint refused this request for its own sake; "qcc queue show" tells more.',
  attempts: 'Nobody served this request, and it is not sent again by itself; "qcc queue show" tells more.',
  answered: 'The answer to this request is not kept any more.',
  'served-live': 'This request was sent again by its client and answered there.',
  cancelled: 'This request was sent again by its client, which left.',
  broken: 'This request was sent again by its client, and the answer broke off there.',
  age: 'This request waited for too long, and is not kept any more.',
  'too-large': 'The answer to this request was larger than what is kept.',
  corrupt: 'What was kept of this request cannot be read any more.',
}

const local = (status: number): Ended => ({ ending: 'local', status, endpoint: null, attempts: 0 })

const WAITS = 202
/** Where nothing but an endpoint is waited for. */
const LOOK_AGAIN_S = 5
