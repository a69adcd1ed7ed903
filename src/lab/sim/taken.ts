/** What an endpoint does with a send while something happens to it. */
import { classify } from '../../core/classify.ts'
import { NO_LIMITS } from '../../core/limits.ts'
import type { Endpoint } from '../../core/model.ts'
import { BREAKS, ENDS_EARLY, GOOD, HANGS, PAGE, refusal, unreachable, type Manner } from './manner.ts'
import type { Happening } from './scenario.ts'

/** The manner of an endpoint to which this happens; of two endpoints with rules of their own it may differ. */
export function mannerOf(happening: Happening, { rules }: Endpoint): Manner {
  const how = MANNER_OF[happening.what]
  if ('outcome' in how) return how
  const [of, type, message] = how
  const status = of ?? happening.status
  // What a key or a model is refused for does not pass.
  const retryAfterS = TELLS_TIME.has(happening.what) ? happening.retryAfterS : null
  const limits = { ...NO_LIMITS, retryAfter: retryAfterS === null ? null : String(retryAfterS) }
  // Told in seconds: the time of day does not matter.
  const outcome = classify({ kind: 'status', status, limits, error: { type, message } }, 0, rules)
  return refusal(status, outcome, { retryAfterS, limits })
}

/** An answer that is an error; with status null, it has that of the scenario. */
type ErrorAnswer = readonly [status: number | null, type: string, message: string]

const TELLS_TIME: ReadonlySet<Happening['what']> = new Set(['overloaded', 'limited', 'error'])

const MANNER_OF: Readonly<Record<Happening['what'], Manner | ErrorAnswer>> = {
  overloaded: [529, 'overloaded_error', 'Overloaded'],
  limited: [429, 'rate_limit_error', 'Number of requests exceeded'],
  error: [null, 'api_error', 'Internal server error'],
  'dead-key': [401, 'authentication_error', 'invalid x-api-key'],
  'no-balance': [400, 'invalid_request_error', 'Your credit balance is too low'],
  'no-model': [404, 'not_found_error', 'model: not there'],
  refused: unreachable('refused'),
  reset: unreachable('reset'),
  'no-network': unreachable('no-route'),
  hangs: HANGS,
  breaks: BREAKS,
  'ends-early': ENDS_EARLY,
  page: PAGE,
  slow: GOOD,
}
