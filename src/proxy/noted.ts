import type { Ended } from './ended.ts'
import type { Job } from './job.ts'
import type { Parts } from './parts.ts'
import type { Recording, Said } from './recording.ts'

/** A request that is over; `job` and `recording` are null where it did not come to be one. */
interface Over {
  readonly id: string
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Epoch ms. */
  readonly arrivedAt: number
  readonly job: Job | null
  readonly recording: Recording | null
}

/** Writes down how a request ended. */
export function noted(over: Over, ended: Ended, { clock, log, trails }: Parts): void {
  const { arrivedAt, id, job, method, path, recording } = over
  const at = clock.now()
  log.write({
    event: 'answer',
    at,
    request: id,
    method,
    path,
    model: job?.model ?? null,
    ending: ended.ending,
    status: ended.status,
    endpoint: ended.endpoint,
    attempts: ended.attempts,
    tookMs: at - arrivedAt,
  })
  if (recording !== null) trails.record(recording.trail(saidIn(job), ended, at))
}

function saidIn(job: Job | null): Said {
  if (job === null) return { model: null, stream: false, bytes: 0, session: null, agent: null }
  const { agent, body, model, session, stream } = job
  return { model, stream, bytes: body?.kind === 'kept' ? body.bytes : 0, session, agent }
}
