/** When a place is left: requests found, one after another, that nobody there could serve anybody. */
import { circuitAt, hasPermit } from '../health/circuit.ts'
import type { RouterState } from '../router.ts'
import type { Asker } from './asker.ts'
import { hasAble, isLasting, outageOf } from './outage.ts'
import { onFound, onMissed, type Loss, type TierRecord } from './tier.ts'

/**
 * Before a request is routed. It looks at the places that serve, in order,
 * until it finds one with somebody able: those behind it were not asked for.
 */
export function onAsked(state: RouterState, asker: Asker, now: number): RouterState {
  if (!mayLeaveAny(state) || !isFirstOfRoot(asker)) return state
  const { line, tiers } = state
  const { policy } = line.table
  let after = tiers
  for (const [index, record] of tiers.entries()) {
    if (record.standing.kind !== 'serving') continue
    const loss = lossOf(state, index, now)
    // Whether anybody there is able is what this request is about to find out.
    if (loss !== null && hasTrialToGive(state, index, now)) break
    const next = loss === null ? onFound(record) : onMissed(record, loss, policy, now)
    if (next !== record) after = after.with(index, next)
    if (loss === null) break
  }
  return after === tiers ? state : { ...state, tiers: after }
}

const mayLeaveAny = ({ line, network }: RouterState): boolean =>
  line.places.length > 1 && line.table.policy.autoFailover && network.downSince === null

/** Each request counts once, however often it asks, and none that nobody waits for. */
const isFirstOfRoot = ({ course, demand, heldMs, waitedMs }: Asker): boolean =>
  demand.kind === 'message' &&
  demand.isBehind !== true &&
  demand.fence === null &&
  demand.holder === null &&
  course.tried.size === 0 &&
  course.again === null &&
  waitedMs === 0 &&
  heldMs === 0

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

const hasTrialToGive = ({ evidence, line }: RouterState, index: number, now: number): boolean =>
  (line.places[index]?.seats ?? []).some(({ endpoint, source }) => {
    const known = evidence[source]
    if (known === undefined || outageOf(endpoint, known, now)?.no !== 'on-trial') return false
    const circuit = circuitAt(known.circuit, now)
    return circuit.kind === 'trial' && hasPermit(circuit)
  })

/** The place that serves: the first that does, or else the first of all. */
export const activeIndex = (tiers: readonly TierRecord[]): number =>
  Math.max(
    0,
    tiers.findIndex(({ standing }) => standing.kind === 'serving'),
  )
