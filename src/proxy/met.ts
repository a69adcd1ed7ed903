import { answerHeaders } from '../anthropic/headers.ts'
import type { Answering } from '../ports/answering.ts'
import type { Cancel } from '../ports/clock.ts'
import type { LogEvent } from '../ports/log.ts'
import type { LiveEnd, Met } from '../ports/parking.ts'
import { attempts } from './attempts.ts'
import type { Ended } from './ended.ts'
import type { Job } from './job.ts'
import { keptWaiting } from './kept-waiting.ts'
import { sameRequest } from './kept-request.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'

/**
 * Serves a request: from the queue, where that has its answer or is about to
 * get it, else by attempts. Resolves when the client has got all that it will
 * get.
 */
export function met(job: Job, parts: Parts): Promise<Ended> {
  const same = sameRequest(job)
  const meeting = same === null ? null : parts.parking.meet(same)
  return meeting === null ? attempts(job, parts) : afterMeeting(job, meeting, parts)
}

async function afterMeeting(job: Job, meeting: Promise<Met>, parts: Parts): Promise<Ended> {
  let now: Met = await meeting
  while (now.kind === 'running') {
    const ended = await attached(job, now, parts)
    if (ended !== null) return ended
    const same = sameRequest(job)
    now = (same === null ? null : await parts.parking.meet(same)) ?? { kind: 'new' }
  }
  if (job.client.isGone && now.kind !== 'taken-over') return GONE
  switch (now.kind) {
    case 'new':
      return attempts(job, parts)
    case 'taken-over':
      return takenOver(job, now, parts)
    case 'answered':
      return answered(job, now, parts)
  }
}

const GONE: Ended = { ending: 'cancelled', status: null, endpoint: null, attempts: 0 }

/** Null when the sending came to nothing. */
async function attached(job: Job, met: Met & { kind: 'running' }, parts: Parts): Promise<Ended | null> {
  const { client, recording } = job
  recording.queued('attached', met.id, parts.clock.now())
  const stopPings = pinged(job, parts)
  const how = await met.attach(client, queueMarks(job, met.id))
  stopPings()
  switch (how) {
    case 'served':
      parts.log.write(answeredEvent(job, met.id, 'attached', parts))
      return { ending: 'served', status: SERVED, endpoint: null, attempts: 0 }
    case 'broken':
      return { ending: 'broken', status: SERVED, endpoint: null, attempts: 0 }
    case 'gone':
      return GONE
    case 'nothing':
      recording.queued('detached', met.id, parts.clock.now())
      return null
  }
}

const SERVED = 200

function pinged(job: Job, parts: Parts): Cancel {
  if (!job.stream) return () => undefined
  return keptWaiting(job, parts, patienceOf(job, parts.settings).headersAt)
}

async function takenOver(job: Job, { id, over }: Met & { kind: 'taken-over' }, parts: Parts): Promise<Ended> {
  job.recording.queued('taken-over', id, parts.clock.now())
  let how: LiveEnd = 'nobody'
  try {
    const ended = await attempts(job, parts)
    how = liveEnd(ended, job.client)
    return ended
  } finally {
    await over(how)
  }
}

function liveEnd({ ending, unserved }: Ended, client: Pick<Answering, 'isGone'>): LiveEnd {
  if (unserved !== undefined) {
    if (unserved.item !== null) return 'parked'
    if (ending === 'passed' && unserved.why === null) return 'fault'
    return client.isGone ? 'cancelled' : 'nobody'
  }
  if (ending === 'served' || ending === 'broken') return ending
  return ending === 'cancelled' ? 'cancelled' : 'nobody'
}

function answered(job: Job, { answer, id }: Met & { kind: 'answered' }, parts: Parts): Ended {
  const { client, recording } = job
  recording.queued('answered', id, parts.clock.now())
  const headers = [...answerHeaders(answer.headers, ['content-length']), ...queueMarks(job, id)]
  parts.log.write(answeredEvent(job, id, 'stored', parts))
  client.send(answer.status, headers, bufferOf(answer.body))
  return { ending: 'served', status: answer.status, endpoint: null, attempts: 0 }
}

const answeredEvent = (job: Job, item: string, how: 'stored' | 'attached', { clock }: Parts): LogEvent => ({
  event: 'answered-from-queue',
  ...{ at: clock.now(), request: job.id, item, how },
})

const queueMarks = ({ id }: Job, item: string): readonly string[] => [
  'x-qcc-request-id',
  id,
  'x-qcc-queue',
  item,
]

const bufferOf = ({ buffer, byteLength, byteOffset }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)
