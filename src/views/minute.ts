/** What ended within a minute, added up from the trails of requests. */
import type { Trail } from '../ports/trail.ts'
import {
  costsOf,
  NO_COST,
  NO_TOKENS,
  sumOfTokens,
  tokensOf,
  withCost,
  type CostSum,
  type Tokens,
} from './used.ts'

export const MINUTE_MS = 60_000

export interface Minute {
  /** Since 1970. */
  readonly minute: number
  /** Messages of clients, those that were served, and those whose clients left first. */
  requests: number
  served: number
  cancelled: number
  /** How often it took so long (ms) to the first content. */
  readonly times: Map<number, number>
  /** How many messages each endpoint answered. */
  readonly endpoints: Map<string, number>
  /** Of everything that was sent, also what the queue sent. */
  tokens: Tokens
  cost: CostSum
}

export const emptyMinute = (minute: number): Minute => ({
  ...{ minute, requests: 0, served: 0, cancelled: 0, times: new Map(), endpoints: new Map() },
  ...{ tokens: NO_TOKENS, cost: NO_COST },
})

const minuteOf = ({ arrivedAt, tookMs }: Trail): number => Math.floor((arrivedAt + tookMs) / MINUTE_MS)

/** Of each minute that something ended in, by its number. */
export type MinutesKnown = Map<number, Minute>

/** Adds a request to its minute, unless that was over before `since` (epoch milliseconds). */
export function countTrail(minutes: MinutesKnown, trail: Trail, since: number): void {
  const minute = minuteOf(trail)
  if (minute < Math.floor(since / MINUTE_MS)) return
  const known = minutes.get(minute) ?? emptyMinute(minute)
  minutes.set(minute, known)
  addTo(known, trail)
}

/** Adds one request in place: a day may have tens of thousands. */
function addTo(minute: Minute, trail: Trail): void {
  minute.tokens = sumOfTokens(minute.tokens, tokensOf(trail) ?? NO_TOKENS)
  minute.cost = costsOf(trail).reduce(withCost, minute.cost)
  if (!isOfClient(trail)) return
  const { contentAfterMs, ending, endpoint } = trail
  minute.requests += 1
  if (ending === 'cancelled') minute.cancelled += 1
  if (contentAfterMs !== null) countIn(minute.times, Math.round(contentAfterMs))
  if (ending !== 'served') return
  minute.served += 1
  if (endpoint !== null) countIn(minute.endpoints, endpoint)
}

/** A message that a client waited for, and that went to endpoints. */
const isOfClient = ({ ending, kind, steps }: Trail): boolean =>
  kind === 'message' &&
  ending !== 'local' &&
  !steps.some((step) => step.kind === 'queue' && step.what === 'sent-again')

function countIn<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
