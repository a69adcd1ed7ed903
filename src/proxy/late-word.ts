/**
 * The end of a stream whose headers are out and whose answer never began. The
 * client can no longer be told a status, only that there is an error, or that
 * the answer broke: then it asks again as patiently as for any broken stream.
 */
import { errorBody, errorDetail } from '../anthropic/error-body.ts'
import { LONGEST_WAIT_MS } from '../core/failover/final-answer.ts'
import type { Ended, Failed } from './ended.ts'
import type { HeldAnswer } from './attempted.ts'
import type { Job } from './job.ts'

/** What became of the client. */
type LateEnd = Pick<Ended, 'ending' | 'status'>

/** One endpoint's own answer is the last word. Its status is the client's to ask for once more, without a stream. */
export function passLate(job: Job, { outcome }: Failed, held: HeldAnswer): LateEnd {
  const isOfRequest = outcome.kind === 'rejected' || isDoubtful(outcome)
  if (!isOfRequest && !isLasting(outcome)) return breakLate(job)
  const { message, type } = errorDetail(held.body)
  const wire = isOfRequest && type !== '' ? type : LASTING_TYPE
  tell(job, wire, message === '' ? `The endpoint answered with status ${String(held.status)}.` : message)
  return { ending: 'passed', status: SENT_STATUS }
}

/** Nobody served, and waiting makes no sense. */
export function refuseLate(job: Job, message: string): LateEnd {
  tell(job, LASTING_TYPE, message)
  return { ending: 'refused', status: SENT_STATUS }
}

/** Nobody served, and somebody may soon. */
export function breakLate({ client }: Job): LateEnd {
  client.cutOff()
  return { ending: 'broken', status: SENT_STATUS }
}

const SENT_STATUS = 200
/** After any other type clients stay with requests without a stream, some for all their repetitions. */
const LASTING_TYPE = 'invalid_request_error'

function tell({ client, id }: Job, type: string, message: string): void {
  client.begin(SENT_STATUS, [])
  client.write(Buffer.from(`event: error\ndata: ${errorBody(type, message, id).toString()}\n\n`))
  client.end()
}

/** A 4xx that everybody gave alike. */
const isDoubtful = (outcome: Failed['outcome']): boolean =>
  outcome.kind === 'unavailable' && outcome.blame === 'when-another-differs'

function isLasting(outcome: Failed['outcome']): boolean {
  if (outcome.kind === 'rate-limited') return outcome.told !== null && outcome.told.waitMs > LONGEST_WAIT_MS
  return outcome.kind === 'credential' || outcome.kind === 'balance' || outcome.kind === 'model-missing'
}
