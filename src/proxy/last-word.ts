import { finalAnswer, type NobodyServed } from '../core/failover/final-answer.ts'
import { AppError } from '../errors/app-error.ts'
import type { Ended, Failed } from './ended.ts'
import type { Job } from './job.ts'
import { marks } from './marks.ts'
import type { Parts } from './parts.ts'
import { respond } from './respond.ts'

/**
 * Tells the client that nobody served. `candidates` counts the endpoints whose word
 * matters: when it is one, that endpoint speaks for itself.
 */
export function lastWord(
  job: Job,
  failures: readonly Failed[],
  candidates: number,
  { noEndpoint }: Pick<Parts, 'noEndpoint'>,
): Ended {
  const answer = finalAnswer(failures, candidates)
  const endpoint = failures.at(-1)?.endpoint ?? null
  const attempts = failures.length
  if (answer.kind === 'its-own') {
    const { headers, body } = answer.answer
    const status = answer.asUnavailable ? SERVICE_UNAVAILABLE : answer.answer.status
    job.client.send(status, [...headers, ...marks(job, endpoint, attempts)], body)
    return { ending: 'passed', status, endpoint, attempts }
  }
  const { code, retryAfterS } = answer
  const error = new AppError(code, code === 'no-endpoint' ? noEndpoint : message(code, failures, retryAfterS))
  const status = respond(job.client, error, job.id, { retryAfterS, marks: marks(job, null, attempts) })
  return { ending: 'refused', status, endpoint: null, attempts }
}

const SERVICE_UNAVAILABLE = 503

type Tried = Exclude<NobodyServed, 'no-endpoint'>

const HEADLINES: Readonly<Record<Tried, string>> = {
  'all-limited': 'Every endpoint is at its rate limit',
  'all-out': 'No endpoint could serve this request',
  'all-too-slow': 'No endpoint answered in time',
  'model-nowhere': 'No endpoint serves this model',
  'no-balance': 'No endpoint has balance left',
  'no-credential': 'No endpoint accepts its key',
}

function message(code: Tried, failures: readonly Failed[], retryAfterS: number | null): string {
  const reasons = failures.map(({ endpoint, why }) => `${endpoint}: ${why}`).join('; ')
  const next = retryAfterS === null ? '' : ` Worth another try in ${String(retryAfterS)} s.`
  return `${HEADLINES[code]} (${reasons}).${next}`
}
