/** When a place is left: requests found, one after another, that nobody there could serve anybody. */
import type { RouterState } from '../router.ts'
import type { Asker } from './asker.ts'
import { hasAble, isLasting, outageOf } from './outage.ts'
import { onFound, onMissed, type Loss, type TierRecord } from './tier.ts'

/**
 * Before a request is routed. It looks at the places that serve, in order,
 * until it finds one with somebody able: those behind it were not asked for.
 */
export function onAsked(state: RouterState, asker: Asker, now: number): RouterState {
  const { line, network, tiers } = state
  const { policy } = line.table
  const mayLeave = line.places.length > 1 && policy.autoFailover && network.downSince === null
  if (!mayLeave || !isFirstOfRoot(asker)) return state
  let after = tiers
  for (const [index, record] of tiers.entries()) {
    if (record.standing.kind !== 'serving') continue
    const loss = lossOf(state, index, now)
    const next = loss === null ? onFound(record) : onMissed(record, loss, policy, now)
    if (next !== record) after = after.with(index, next)
    if (loss === null) break
  }
  return after === tiers ? state : { ...state, tiers: after }
}

/** Each request counts once, however often it asks. */
const isFirstOfRoot = ({ course, demand, waitedMs }: Asker): boolean =>
  demand.kind === 'message' &&
  demand.fence === null &&
  demand.holder === null &&
  course.tried.size === 0 &&
  course.again === null &&
  waitedMs === 0

/** Null while somebody there serves, or will within a minute. */
function lossOf({ evidence, line, tiers }: RouterState, index: number, now: number): Loss | null {
  let limitsEndAt = Infinity
  let isTimed = true
  for (const { endpoint, source } of line.places[index]?.seats ?? []) {
    if (!endpoint.enabled) continue
    const outage = outageOf(endpoint, evidence[source], now)
    if (outage === null || !isLasting(outage, now)) return null
    isTimed &&= outage.isTimedLimit
    limitsEndAt = Math.min(limitsEndAt, outage.until ?? Infinity)
  }
  // Those before it were looked at: nobody there is able either.
  const hasNext = line.places.some(
    ({ seats }, other) => tiers[other]?.standing.kind === 'serving' && hasAble(seats, evidence, now),
  )
  return { hasNext, limitsEndAt: isTimed && limitsEndAt !== Infinity ? limitsEndAt : null }
}

/** The place that serves: the first that does, or else the first of all. */
export const activeIndex = (tiers: readonly TierRecord[]): number =>
  Math.max(
    0,
    tiers.findIndex(({ standing }) => standing.kind === 'serving'),
  )
