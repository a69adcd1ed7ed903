import { AGENT_HEADER, header, type HeaderLines } from '../anthropic/headers.ts'
import { sessionKey } from '../anthropic/session-key.ts'
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
  readonly headers: HeaderLines
  readonly job: Job | null
  readonly recording: Recording | null
}

/** Writes down how a request ended. */
export function noted(over: Over, ended: Ended, { clock, log, trails }: Parts): void {
  const { arrivedAt, headers, id, job, method, path, recording } = over
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
  if (recording !== null)
    trails.record(recording.trail(job === null ? saidAhead(headers) : saidIn(job), ended, at), headers)
}

/** What is known of a request whose body did not come. */
const saidAhead = (headers: HeaderLines): Said => ({
  ...{ model: null, stream: false, bytes: 0 },
  ...{ session: sessionKey(headers, null), agent: header(headers, AGENT_HEADER) },
})

function saidIn({ agent, body, model, session, stream }: Job): Said {
  return { model, stream, bytes: body?.kind === 'kept' ? body.bytes : 0, session, agent }
}
