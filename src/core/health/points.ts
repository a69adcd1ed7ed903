import type { Outcome } from '../outcome.ts'

/**
 * How much an outcome is held against its endpoint. Two for what costs the
 * client time or shows that nobody is there, one for a bad answer, none for
 * what has a bench of its own, is the request's fault, or nobody's.
 */
export function pointsOf(outcome: Outcome, isOverloadedOften: boolean): number {
  switch (outcome.kind) {
    case 'unreachable':
      // Without a route or a name service the fault lies on this side.
      return outcome.why === 'no-route' || outcome.why === 'no-dns' ? 0 : 2
    case 'timed-out':
      return outcome.phase === 'more-content' ? 1 : 2
    case 'unavailable':
      return outcome.blame === 'at-once' ? 1 : 0
    case 'overloaded':
      return isOverloadedOften ? 1 : 0
    case 'malformed':
    case 'empty':
    case 'broken-stream':
      return 1
    case 'ok':
    case 'rate-limited':
    case 'credential':
    case 'balance':
    case 'model-missing':
    case 'rejected':
    case 'cancelled':
      return 0
  }
}
