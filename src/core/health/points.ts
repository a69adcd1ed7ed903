import type { Outcome } from '../outcome.ts'

/**
 * How much an outcome is held against its endpoint. Two for what costs the
 * client time or shows that nobody is there, one for a bad answer, none for
 * what has a bench of its own, is the request's fault, or nobody's.
 */
export function pointsOf(outcome: Outcome, isOverloadedOften: boolean): number {
  // Without a route or a name service the fault lies on this side.
  if (outcome.kind === 'unreachable' && (outcome.why === 'no-route' || outcome.why === 'no-dns')) return 0
  if (outcome.kind === 'timed-out' && outcome.phase === 'more-content') return 1
  if (outcome.kind === 'unavailable' && outcome.blame !== 'at-once') return 0
  if (outcome.kind === 'overloaded' && isOverloadedOften) return 1
  return POINTS[outcome.kind]
}

const POINTS: Readonly<Record<Outcome['kind'], number>> = {
  unreachable: 2,
  'timed-out': 2,
  unavailable: 1,
  malformed: 1,
  empty: 1,
  'broken-stream': 1,
  ok: 0,
  overloaded: 0,
  'rate-limited': 0,
  credential: 0,
  balance: 0,
  'model-missing': 0,
  rejected: 0,
  cancelled: 0,
}
