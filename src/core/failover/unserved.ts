import type { Outcome } from '../outcome.ts'
import type { FailedAttempt, FinalAnswer, NobodyServed } from './final-answer.ts'

/**
 * Why nobody served a request that somebody could serve later; null when
 * another time would change nothing: it is the request's own fault, or there
 * is no endpoint that it could be sent to.
 */
export function unserved(answer: FinalAnswer<FailedAttempt<unknown>>): NobodyServed | null {
  if (answer.kind === 'ours') return answer.code === 'no-endpoint' ? null : answer.code
  const { outcome } = answer.of
  // A 4xx without a meaning of its own, such as 405: whoever is asked says so.
  const isOfRequest = outcome.kind === 'unavailable' && outcome.blame === 'when-another-differs'
  return isOfRequest ? null : CODE_OF[outcome.kind]
}

const CODE_OF: Readonly<Record<Outcome['kind'], NobodyServed | null>> = {
  ok: null,
  cancelled: null,
  rejected: null,
  'rate-limited': 'all-limited',
  overloaded: 'all-out',
  unavailable: 'all-out',
  unreachable: 'all-out',
  malformed: 'all-out',
  empty: 'all-out',
  'broken-stream': 'all-out',
  'timed-out': 'all-too-slow',
  'model-missing': 'model-nowhere',
  balance: 'no-balance',
  credential: 'no-credential',
}
