/** What a request has been through: whom it asked, and what that means for whom it may ask next. */
import type { Endpoint, EndpointId } from '../model.ts'
import type { Outcome, Progress } from '../outcome.ts'
import type { Cost } from './budget.ts'

export interface Course {
  /** Everybody it was sent to, and whether those attempts are among the few that it may make. */
  readonly tried: ReadonlyMap<EndpointId, 'counted' | 'free'>
  readonly counted: number
  /** Sends to each endpoint that was overloaded. */
  readonly overloaded: ReadonlyMap<EndpointId, number>
  /** Hosts to which there was no connection. */
  readonly deadOrigins: ReadonlySet<string>
  /** Takes from the budget of the next endpoint. */
  readonly cost: Cost
  /** Only an endpoint will do that is not known to refuse such a body as too large. */
  readonly needsLarger: boolean
  /** A refusal of the request itself was given a second opinion. There is no third. */
  readonly hasAskedTwice: boolean
  /** Sends to an endpoint that was asked before. */
  readonly agains: number
  /** The one endpoint to send to again; null for anybody who was not asked. */
  readonly again: EndpointId | null
  /** It has made all attempts that it may. */
  readonly isSpent: boolean
  /** How often it began anew, after nobody had served. */
  readonly rounds: number
}

export const FRESH_COURSE: Course = {
  tried: new Map(),
  counted: 0,
  overloaded: new Map(),
  deadOrigins: new Set(),
  cost: 0,
  needsLarger: false,
  hasAskedTwice: false,
  agains: 0,
  again: null,
  isSpent: false,
  rounds: 0,
}

/** An attempt that failed, as far as the rest of its request is concerned. */
export interface Failure {
  readonly outcome: Outcome
  readonly progress: Progress
  /** The status of its answer; null when there was none. */
  readonly status: number | null
}

/** The course after an attempt at `endpoint` failed. `counts`: it was one of the few that the request may make. */
export function afterFailure(course: Course, endpoint: Endpoint, failure: Failure, counts: boolean): Course {
  const { id, origin } = endpoint
  const { outcome } = failure
  const isRejected = outcome.kind === 'rejected'
  const isCounted = counts || course.tried.get(id) === 'counted'
  return {
    tried: new Map(course.tried).set(id, isCounted ? 'counted' : 'free'),
    counted: course.counted + (counts ? 1 : 0),
    overloaded: outcome.kind === 'overloaded' ? plusOne(course.overloaded, id) : course.overloaded,
    deadOrigins: isUnconnected(failure) ? new Set(course.deadOrigins).add(origin) : course.deadOrigins,
    cost: outcome.kind === 'timed-out' ? 2 : 1,
    needsLarger: course.needsLarger || (isRejected && outcome.fault === 'too-large'),
    hasAskedTwice: course.hasAskedTwice || isRejected,
    agains: course.agains,
    again: null,
    isSpent: course.isSpent,
    rounds: course.rounds,
  }
}

const plusOne = (counts: ReadonlyMap<EndpointId, number>, id: EndpointId): ReadonlyMap<EndpointId, number> =>
  new Map(counts).set(id, (counts.get(id) ?? 0) + 1)

const isUnconnected = ({ outcome, progress }: Failure): boolean =>
  progress === 'not-sent' && (outcome.kind === 'unreachable' || outcome.kind === 'timed-out')

/** The course of a request that is about to be sent to the same endpoint once more. */
export const sentAgain = (course: Course, endpoint: EndpointId): Course => ({
  ...course,
  agains: course.agains + 1,
  again: endpoint,
})

/** The course of a request that was held after it had asked: as if it had just come. */
export const begunAnew = ({ rounds }: Course): Course => ({ ...FRESH_COURSE, rounds: rounds + 1 })
