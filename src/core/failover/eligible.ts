/**
 * Whether an endpoint may serve a request, and if not, why not. Everybody who
 * chooses, shows or explains asks here; there is no second opinion.
 */
import { benchFor, isTimedLimit, type Bench } from '../health/bench.ts'
import { circuitAt, hasPermit } from '../health/circuit.ts'
import type { Evidence } from '../health/evidence.ts'
import { sentModel } from '../model.ts'
import { affords } from '../retry/budget.ts'
import { evidenceOf, type RouterState } from '../router.ts'
import { isWithin } from '../span.ts'
import type { Asker } from './asker.ts'
import { gatesFor, type GateNo } from './gate.ts'
import { seatsFor, seatsWithin, type Seat } from './line-up.ts'

/** What speaks against an endpoint. `until` is when it ends, as far as is known. */
export type EndpointNo =
  | { readonly kind: 'disabled' }
  /** Outside the profiles that may serve this request. */
  | { readonly kind: 'fenced-off' }
  /** This request was sent to it before; `until` tells when it would be worth another try. */
  | { readonly kind: 'tried'; readonly until: number | null }
  | { readonly kind: 'benched'; readonly until: number; readonly bench: Bench }
  | { readonly kind: 'circuit-open'; readonly until: number }
  /** Coming back; `hasPermit`: one more request may find out how it is, given somebody behind it. */
  | { readonly kind: 'on-trial'; readonly hasPermit: boolean }
  | { readonly kind: 'full'; readonly inFlight: number; readonly most: number }
  /** It has taken enough of the failures of others. */
  | { readonly kind: 'budget' }
  /** It refused a body of this size. */
  | { readonly kind: 'too-small'; readonly bytes: number }
  /** Another endpoint of this host could not be reached by this request. */
  | { readonly kind: 'host-down' }
  /** It just broke an answer of this session. */
  | { readonly kind: 'shunned' }
  /** Weight 0: it keeps its sessions and takes no new ones. */
  | { readonly kind: 'draining' }

/** Why not: for itself, or since its place as a whole does not take the request. */
export type No = EndpointNo | GateNo

/** A seat and what speaks against it. */
export interface Candidate {
  readonly seat: Seat
  readonly no: No | null
  /** What its place as a whole has against it, where others can serve. */
  readonly gate: GateNo | null
  readonly rank: number
}

/** Everybody who may serve this request as far as the configuration goes, in order. `roll` lets in what belongs to no session. */
export function candidates(state: RouterState, asker: Asker, now: number, roll = 0): readonly Candidate[] {
  const gates = gatesFor(state, asker, { now, roll })
  return seatsFor(state.line, asker.demand).map((seat) => {
    const gate = gates[seat.tier] ?? null
    const no = whyNot(state, seat, asker, now, gate)
    return { seat, no, gate, rank: rankOf(no, asker) }
  })
}

/** The reason against one seat; null when there is none. The most telling one comes first. */
function whyNot<G extends GateNo | null>(
  state: RouterState,
  seat: Seat,
  asker: Asker,
  now: number,
  gate: G,
): EndpointNo | G | null {
  const evidence = evidenceOf(state, seat)
  if (evidence === undefined || !seat.endpoint.enabled) return { kind: 'disabled' }
  if (gate?.kind === 'failover-off') return gate
  return (
    ofRequest(evidence, seat, asker, now) ??
    withRoom(ofHealth(evidence, seat, asker, now, gate), state, evidence, seat, asker) ??
    ofCap(state, seat, asker) ??
    (isShut(gate) ? gate : null) ??
    ofBudget(evidence, asker) ??
    ofTaste(evidence, seat, asker, now) ??
    gate
  )
}

/** The same for any endpoint, inside the fence or outside, as if all places took the request. */
export function whyNotAnywhere(state: RouterState, seat: Seat, asker: Asker, now: number): EndpointNo | null {
  const isInside = seatsWithin(state.line, asker.demand.fence).includes(seat)
  return isInside ? whyNot(state, seat, asker, now, null) : { kind: 'fenced-off' }
}

/** How willing a reason leaves an endpoint: 0 gladly, then only when nobody of a lower rank is there, `REFUSES` never. */
function rankOf(no: No | null, asker: Asker): number {
  if (no === null) return 0
  // Somebody is known to take a larger body, or nobody is asked.
  if (no.kind === 'too-small' && asker.course.needsLarger) return REFUSES
  return RANKS[no.kind] ?? REFUSES
}

export const REFUSES = Infinity
export const OVER_BUDGET = 5
/** Its place was left: only when nobody else is there. */
const OUT_OF_PLACE = 6

const RANKS: Partial<Record<No['kind'], number>> = {
  'tier-ramping': 1,
  'tier-returned': 1,
  'too-small': 1,
  'host-down': 2,
  draining: 3,
  // A spare is for just that case: the client asks again because this one broke its answer.
  shunned: 4,
  budget: OVER_BUDGET,
  'tier-cooling': OUT_OF_PLACE,
  'tier-recovering': OUT_OF_PLACE,
}

/** Whether its place takes nobody while another can serve. */
export const isShut = (gate: GateNo | null): gate is GateNo =>
  gate !== null && RANKS[gate.kind] === OUT_OF_PLACE

function ofRequest(
  evidence: Evidence,
  { endpoint }: Seat,
  { course, demand }: Asker,
  now: number,
): EndpointNo | null {
  if (!course.tried.has(endpoint.id) || course.again === endpoint.id) return null
  const bench = benchFor(evidence.benches, sentModel(endpoint, demand.model), now)
  return { kind: 'tried', until: bench?.until ?? null }
}

/** Without room, or budget for what failed elsewhere, there is no finding out. */
function withRoom(
  no: EndpointNo | null,
  state: RouterState,
  evidence: Evidence,
  seat: Seat,
  asker: Asker,
): EndpointNo | null {
  if (no?.kind !== 'on-trial' || !no.hasPermit) return no
  const hasRoom = ofCap(state, seat, asker) === null && ofBudget(evidence, asker) === null
  return hasRoom ? no : { ...no, hasPermit: false }
}

/** A place that takes nobody gives out no permits either. */
function ofHealth(
  evidence: Evidence,
  { endpoint }: Seat,
  { course, demand }: Asker,
  now: number,
  gate: GateNo | null,
): EndpointNo | null {
  const bench = benchFor(evidence.benches, sentModel(endpoint, demand.model), now)
  const isOwnOverload = course.again === endpoint.id && bench?.reason === 'overload'
  if (bench !== null && !isOwnOverload) return { kind: 'benched', until: bench.until, bench }
  const circuit = circuitAt(evidence.circuit, now)
  if (circuit.kind === 'open') return { kind: 'circuit-open', until: circuit.until }
  if (circuit.kind === 'closed') return null
  return { kind: 'on-trial', hasPermit: !isShut(gate) && hasPermit(circuit) }
}

/** Token counts need no room. */
function ofCap({ loads }: RouterState, { endpoint, entry }: Seat, { demand }: Asker): EndpointNo | null {
  const inFlight = loads[entry]?.inFlight ?? 0
  const most = endpoint.maxConcurrent
  const isFull = demand.kind !== 'count' && most !== null && inFlight >= most
  return isFull ? { kind: 'full', inFlight, most } : null
}

const ofBudget = ({ budget }: Evidence, { course, demand }: Asker): EndpointNo | null =>
  demand.kind === 'count' || affords(budget, course.cost) ? null : { kind: 'budget' }

/** Reasons that only make others the better choice. */
function ofTaste(evidence: Evidence, { endpoint }: Seat, asker: Asker, now: number): EndpointNo | null {
  const { affinity, course, demand } = asker
  if (endpoint.weight <= 0 && affinity?.owner !== endpoint.id) return { kind: 'draining' }
  if (affinity?.shunned === endpoint.id) return { kind: 'shunned' }
  if (course.deadOrigins.has(endpoint.origin)) return { kind: 'host-down' }
  const { tooLarge } = evidence
  const isTooSmall = tooLarge !== null && isWithin(tooLarge, now) && demand.bytes >= tooLarge.bytes
  return isTooSmall ? { kind: 'too-small', bytes: tooLarge.bytes } : null
}

/** Whether need may overrule it when nobody at all is left: only a limit with a told end may refuse the last one. */
export function mayBeForced(no: No | null): no is No {
  if (no?.kind === 'benched') return !isTimedLimit(no.bench)
  return no?.kind === 'circuit-open' || no?.kind === 'on-trial'
}

/** When its reason ends, or null when that is not known. */
export const endOf = (no: No): number | null => ('until' in no ? no.until : null)
