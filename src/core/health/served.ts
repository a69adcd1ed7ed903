import type { Outcome } from '../outcome.ts'
import type { RequestKind } from '../request-kind.ts'

/** Whether a message was served, as far as the endpoint is answerable for that; null when it is not. */
export function servedIn(outcome: Outcome, kind: RequestKind, isNobodysFault: boolean): boolean | null {
  if (kind !== 'message') return null
  if (outcome.kind === 'ok') return true
  if (isNobodysFault) return null
  // What a request may have been refused for is not held against an endpoint that never served it.
  if (outcome.kind === 'unavailable') return outcome.blame === 'at-once' ? false : null
  if (outcome.kind === 'unreachable')
    return outcome.why === 'no-route' || outcome.why === 'no-dns' ? null : false
  return NOT_ITS_DOING.has(outcome.kind) ? null : false
}

/** Another model of an endpoint that lacks one may serve as ever. */
const NOT_ITS_DOING: ReadonlySet<Outcome['kind']> = new Set(['rejected', 'cancelled', 'model-missing'])
