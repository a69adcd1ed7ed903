import { keptHeaders } from '../anthropic/headers.ts'
import type { SameRequest } from '../ports/parking.ts'
import type { KeptRequest } from '../ports/queue.ts'
import type { Job } from './job.ts'

/** By what a request is known when it comes again; null for one that is not kept whole. */
export function sameRequest({ body, fence, id, kind, method, path }: Job): SameRequest | null {
  if (kind !== 'message' || body?.kind !== 'kept') return null
  return { id, fence, method, path, chunks: body.chunks, bytes: body.bytes }
}

/** The request as the queue keeps it; null for one that cannot be sent again. */
export function keptRequest(job: Job): KeptRequest | null {
  const same = sameRequest(job)
  if (same === null) return null
  const { agent, headers, id, model, session, stream } = job
  const { chunks, fence, method, path } = same
  return { id, fence, session, agent, method, path, headers: keptHeaders(headers), chunks, model, stream }
}
