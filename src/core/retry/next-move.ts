import type { Outcome, Progress } from '../outcome.ts'
import type { RequestKind } from '../request-kind.ts'

/** What follows a failed attempt. */
export type Move =
  /** Ask another endpoint; `counts` says whether this attempt uses up one of the request's few. */
  | { readonly kind: 'elsewhere'; readonly counts: boolean }
  /** Give the client this attempt's own answer, unchanged. */
  | { readonly kind: 'answer' }
  /** The client has seen content, or is gone: nothing may follow. */
  | { readonly kind: 'nothing' }

/** What the decision needs of an attempt. `status` is null when nothing answered. */
interface FailedAttempt {
  readonly outcome: Outcome
  readonly progress: Progress
  readonly status: number | null
}

/**
 * Decides what follows an attempt that was not `ok`.
 *
 * An attempt counts when it may be billed or was slow. Immediate refusals
 * (limits, credentials, a missing model) do not: five limited keys must not
 * hide the sixth.
 */
export function nextMove(failed: FailedAttempt, kind: RequestKind): Move {
  const { outcome, progress, status } = failed
  if (progress === 'committed' || outcome.kind === 'cancelled') return { kind: 'nothing' }
  if (kind === 'write' && progress !== 'not-sent') return { kind: 'answer' }
  // Clients take a 404 here for "does not count tokens" and do without.
  if (kind === 'count' && status === 404) return { kind: 'answer' }
  const weight = WEIGHT[outcome.kind]
  if (weight === 'final') return { kind: 'answer' }
  return { kind: 'elsewhere', counts: weight === 'counted' && progress !== 'not-sent' }
}

/** `final`: nobody would answer otherwise. `free`: refused at once, nothing billed. `counted`: may be billed, or was slow. */
const WEIGHT: Readonly<Record<Outcome['kind'], 'final' | 'free' | 'counted'>> = {
  ok: 'final',
  rejected: 'final',
  cancelled: 'final',
  'rate-limited': 'free',
  overloaded: 'free',
  credential: 'free',
  balance: 'free',
  'model-missing': 'free',
  unreachable: 'counted',
  unavailable: 'counted',
  'timed-out': 'counted',
  malformed: 'counted',
  empty: 'counted',
  'broken-stream': 'counted',
}

/** Counted attempts that one request may make. A token count, cheap and often asked, gets fewer. */
export const attemptsAllowed = (kind: RequestKind, maxAttempts: number): number =>
  kind === 'count' ? Math.min(2, maxAttempts) : maxAttempts
