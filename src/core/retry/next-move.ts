import type { EndpointId } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import type { RequestKind } from '../request-kind.ts'
import type { Course, Failure } from './course.ts'

/** What follows a failed attempt. */
export type Move =
  /** Ask another endpoint; `counts` says whether this attempt uses up one of the request's few. */
  | { readonly kind: 'elsewhere'; readonly counts: boolean }
  /** Give the client this attempt's own answer, unchanged. */
  | { readonly kind: 'answer' }
  /** Nobody else may be asked: the final answer, over all attempts. */
  | { readonly kind: 'give-up' }
  /** The client has seen content, or is gone: nothing may follow. */
  | { readonly kind: 'nothing' }

/** What the decision needs of the request. */
export interface Situation {
  readonly kind: RequestKind
  /** Counted attempts that it may make. */
  readonly mostAttempts: number
  /** Endpoints that have answered its session; null when it belongs to none. */
  readonly answeredBy: readonly EndpointId[] | null
}

/**
 * Decides what follows an attempt at `endpoint` that was not `ok`. `course` is
 * what went before it.
 *
 * An attempt counts when it may be billed or was slow. Immediate refusals
 * (limits, credentials, a missing model) do not: five limited keys must not
 * hide the sixth.
 */
export function nextMove(endpoint: EndpointId, failure: Failure, course: Course, situation: Situation): Move {
  const { outcome, progress } = failure
  if (progress === 'committed' || outcome.kind === 'cancelled') return { kind: 'nothing' }
  const ofKind = byKind(failure, course, situation.kind)
  if (ofKind !== null) return ofKind
  if (outcome.kind === 'rejected') {
    const isWorthAsking = deservesSecondOpinion(endpoint, outcome.fault, course, situation)
    return isWorthAsking ? { kind: 'elsewhere', counts: false } : { kind: 'give-up' }
  }
  const counts = COUNTED.has(outcome.kind) && progress !== 'not-sent'
  const isLast = counts && course.counted + 1 >= situation.mostAttempts
  return isLast ? { kind: 'give-up' } : { kind: 'elsewhere', counts }
}

/** Where the kind of the request alone decides. */
function byKind({ progress, status }: Failure, course: Course, kind: RequestKind): Move | null {
  if (kind === 'write' && progress !== 'not-sent') return { kind: 'answer' }
  if (kind !== 'count') return null
  // Clients take a 404 here for "does not count tokens" and do without.
  if (status === 404) return { kind: 'answer' }
  return course.tried.size >= MOST_FOR_COUNTS - 1 ? { kind: 'give-up' } : null
}

/** A token count is cheap, often asked, and given up without harm. */
const MOST_FOR_COUNTS = 2

/**
 * Sizes differ between endpoints. So does what they accept of a conversation
 * that somebody else answered: there a refusal may be about the endpoint. The
 * first request of a session and those of its own endpoint go straight back.
 */
function deservesSecondOpinion(
  endpoint: EndpointId,
  fault: (Outcome & { readonly kind: 'rejected' })['fault'],
  course: Course,
  { answeredBy, kind }: Situation,
): boolean {
  if (kind !== 'message' || course.hasAskedTwice) return false
  if (fault === 'too-large') return true
  if (answeredBy === null || answeredBy.includes(endpoint)) return false
  return answeredBy.length > 0 || course.tried.size > 0
}

/** May be billed, or was slow. */
const COUNTED: ReadonlySet<Outcome['kind']> = new Set([
  'unreachable',
  'unavailable',
  'timed-out',
  'malformed',
  'empty',
  'broken-stream',
])

/** What is left to do when nobody is. */
export type LastMove =
  | { readonly kind: 'again'; readonly endpoint: EndpointId; readonly afterMs: number }
  | { readonly kind: 'give-up' }

/** Two more sends after the first: the overload of a moment is over by then. */
const AGAIN_AFTER_MS = [1_000, 2_000]
/** Upward only, so that thirty agents neither come together nor too early. */
const JITTER = 0.25

/** Nobody else is there: an overload may be over in a second. `roll` in [0, 1). */
export function lastMove(course: Course, kind: RequestKind, roll: number): LastMove {
  const plainMs = AGAIN_AFTER_MS[course.agains]
  if (kind !== 'message' || plainMs === undefined) return { kind: 'give-up' }
  let least: readonly [EndpointId, sends: number] | null = null
  for (const one of course.overloaded) {
    if (least === null || one[1] < least[1]) least = one
  }
  if (least === null) return { kind: 'give-up' }
  return { kind: 'again', endpoint: least[0], afterMs: Math.ceil(plainMs * (1 + JITTER * roll)) }
}

/** Of the failures before a success, those that it shows to be the endpoints' own and not the request's. */
export const contradicted = <F extends Failure>(failures: readonly F[]): readonly F[] =>
  failures.filter(isDoubtful)

/** Whether nothing but the request seems to be at fault: asked again it would come to the same. */
export const allOfRequest = (failures: readonly Failure[]): boolean =>
  failures.length > 0 && failures.every(isDoubtful)

const isDoubtful = ({ outcome }: Failure): boolean =>
  outcome.kind === 'unavailable' && outcome.blame === 'when-another-differs'
