import { randomUUID } from 'node:crypto'
import { peek } from '../anthropic/peek.ts'
import type { Answering } from '../ports/answering.ts'
import type { Serve, Served } from '../ports/parking.ts'
import type { KeptRequest } from '../ports/queue.ts'
import { attempts } from './attempts.ts'
import type { Ended } from './ended.ts'
import { holderFor } from './holder-for.ts'
import type { Job } from './job.ts'
import { noted } from './noted.ts'
import type { Parts } from './parts.ts'
import { Recording } from './recording.ts'

/** Sends requests of the queue once more, each under an id of its own and with a trail. */
export function serveKept(parts: Parts): Serve {
  return async ({ byHand, item, request }, sink) => {
    const job: Job = { ...jobOf(request, sink, parts), mayBeTrial: byHand }
    const { id, recording, startedAt } = job
    recording.queued('sent-again', item, startedAt)
    let ended: Ended
    try {
      ended = await attempts(job, parts)
    } catch (thrown) {
      const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
      parts.log.write({ event: 'fault', at: parts.clock.now(), message })
      ended = { ending: 'broken', status: null, endpoint: null, attempts: 0 }
    }
    const { attempts: sends } = ended
    // Nobody was asked: that is no request, and most of what the queue looks for would be in its trail.
    const { headers, method, path } = job
    const over = { id, method, path: withoutQuery(path), arrivedAt: startedAt, headers, job, recording }
    if (sends > 0) noted(over, ended, parts)
    const receipts = recording.attempts.map(({ receipt }) => receipt)
    return { request: id, end: endOf(ended), ...lastAsked(ended, recording), attempts: sends, receipts }
  }
}

/** The answer of QCC, where there was none to pass on, says less than that of whoever was asked last. */
function lastAsked(
  { endpoint, status }: Ended,
  { attempts: all }: Recording,
): Pick<Served, 'endpoint' | 'status'> {
  const last = all.at(-1)
  return endpoint !== null || last === undefined
    ? { endpoint, status: last === undefined ? null : status }
    : { endpoint: last.endpoint, status: last.status }
}

function endOf({ ending, unserved }: Ended): Served['end'] {
  if (unserved !== undefined) return ending === 'passed' && unserved.why === null ? 'fault' : 'nobody'
  return ending === 'served' || ending === 'cancelled' ? ending : 'broken'
}

function jobOf(request: KeptRequest, client: Answering, { clock, configuration, holders }: Parts): Job {
  const { agent, fence, headers, method, model, path, session, stream } = request
  const id = randomUUID()
  const kind = 'message'
  const startedAt = clock.now()
  const chunks = request.chunks.map((chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const shown = withoutQuery(path)
  const arrived = {
    request: id,
    arrivedAt: startedAt,
    method,
    path: shown,
    kind,
    fence,
    configuration,
  } as const
  return {
    ...{ id, kind, method, path, fence, headers, model, stream, session, agent, client, startedAt },
    holder: holderFor({ kind, path }, chunks, holders, startedAt),
    body: { kind: 'kept', chunks, bytes },
    releaseBody: () => {
      chunks.length = 0
    },
    modelAt: peek(chunks).modelAt,
    isBehind: true,
    isAccepted: false,
    holdMs: null,
    recording: new Recording(arrived),
  }
}

const withoutQuery = (path: string): string => path.split('?', 1)[0] ?? ''
