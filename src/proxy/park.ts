import type { NobodyServed } from '../core/failover/final-answer.ts'
import type { Ended } from './ended.ts'
import type { Job } from './job.ts'
import { keptRequest } from './kept-request.ts'
import { marks } from './marks.ts'
import type { Parts } from './parts.ts'

/**
 * Keeps a request that nobody served, for `reason`. Resolves to the item of the
 * queue that it is now, before its client hears anything; null when it is none.
 */
export async function parked(job: Job, reason: NobodyServed, parts: Parts): Promise<string | null> {
  const kept = job.isBehind || job.client.isGone ? null : keptRequest(job)
  if (kept === null) return null
  const { isAccepted } = job
  const as = await parts.parking.park(kept, { reason, isAccepted })
  if (as.kind === 'off') return null
  const item = as.kind === 'parked' ? as.item : null
  job.recording.queued(item === null ? 'not-parked' : 'parked', item, parts.clock.now())
  return item
}

/** Tells a client that asked for it where to fetch the answer. */
export function tellAccepted(job: Job, item: string, attempts: number): Ended {
  const url = `/_qcc/queue/${item}`
  const headers = ['content-type', 'application/json', 'location', url, ...marks(job, null, attempts)]
  job.client.send(ACCEPTED, headers, Buffer.from(JSON.stringify({ id: item, state: 'pending', url })))
  return { ending: 'accepted', status: ACCEPTED, endpoint: null, attempts }
}

const ACCEPTED = 202
