/** Everything that routing decides from, and how it changes. Nothing here decides. */
import { unitHash } from './balancer/hash.ts'
import { onPlaceOutcome, onPlaceSend } from './failover/coming-back.ts'
import { lineUp, type Hand, type LineUp, type Seat } from './failover/line-up.ts'
import { freshRecord, type TierRecord } from './failover/tier.ts'
import type { EndpointId, RoutingTable } from './model.ts'
import { onPermit, type Chance } from './health/circuit.ts'
import { onSpent as onCreditSpent } from './health/credit.ts'
import {
  committed,
  freshEvidence,
  learnt,
  targetOf,
  type Evidence,
  type Seen,
  type Sent,
} from './health/evidence.ts'
import { FRESH_NETWORK, onTried, type LocalNetwork } from './health/local-network.ts'
import type { Waits } from './health/waits.ts'
import { onSpent } from './retry/budget.ts'

/** What one endpoint is doing. */
interface Load {
  /** Tells it from what an earlier endpoint of the same id left. */
  readonly born: number
  /** Attempts that are out on it, token counts left out. */
  readonly inFlight: number
  /** When its last turn began, see `balancer/round-robin.ts`. */
  readonly turn: number
}

export interface RouterState {
  readonly line: LineUp
  /** By `Seat.entry` and by `Seat.source`: lists, since copying them costs next to nothing. */
  readonly loads: readonly Load[]
  readonly evidence: readonly Evidence[]
  /** How each of `line.places` stands. */
  readonly tiers: readonly TierRecord[]
  readonly network: LocalNetwork
  /** When this machine was last found to have slept: what was sent before tells nothing. */
  readonly wokeAt: number | null
  /** Rises with each endpoint that is new. */
  readonly serial: number
}

/** One booked send. It is given back exactly once. */
export interface Slot extends Sent, Waits {
  readonly endpoint: EndpointId
  readonly source: EndpointId
  /** Which endpoint and which evidence of these ids. */
  readonly entryBorn: number
  readonly sourceBorn: number
  /** When it commits, its endpoint becomes the owner of the session. */
  readonly binds: boolean
  /** When the turn began that it uses up; null when it uses none. */
  readonly turn: number | null
}

export const freshRouter = (table: RoutingTable, now: number): RouterState =>
  onConfig(
    {
      line: lineUp({ ...table, profiles: [] }),
      loads: [],
      evidence: [],
      tiers: [],
      network: FRESH_NETWORK,
      wokeAt: null,
      serial: 0,
    },
    table,
    now,
  )

/**
 * Endpoints that survive keep their load, and what is known of them while their
 * target stays. A profile that a person put first and that is gone is first no more.
 */
export function onConfig(state: RouterState, table: RoutingTable, now: number): RouterState {
  const line = lineUp(table, state.line.hand)
  let { serial } = state
  const loads = line.seats.map(({ endpoint }): Load => {
    const before = state.line.seatOf.get(endpoint.id)
    return (before && state.loads[before.entry]) ?? { born: ++serial, inFlight: 0, turn: 0 }
  })
  const evidence = line.sources.map((endpoint) => {
    const at = state.line.sourceOf.get(endpoint.sourceId)
    const before = at === undefined ? undefined : state.evidence[at]
    return before?.target === targetOf(endpoint) ? before : freshEvidence(endpoint, ++serial, now)
  })
  return { ...state, line, loads, evidence, tiers: tiersOf(state, line, now), serial }
}

/** After a person put a profile first, or took that back (null). Where places do not come back by themselves, that brings them back. */
export function onHand(state: RouterState, hand: Hand | null, now: number): RouterState {
  const line = lineUp(state.line.table, hand)
  const tiers = tiersOf(state, line, now)
  const isReset = hand === null && !line.table.policy.autoRecovery
  const reset = (record: TierRecord): TierRecord =>
    record.standing.kind === 'serving' ? record : freshRecord(record.targets, now)
  return { ...state, line, tiers: isReset ? tiers.map(reset) : tiers }
}

/** A place begins afresh when something there is new: another key, another endpoint, another word of a person. */
function tiersOf({ line: before, tiers }: RouterState, line: LineUp, now: number): readonly TierRecord[] {
  return line.places.map(({ place, seats }) => {
    const targets = seats.flatMap(({ endpoint }) => (endpoint.enabled ? [unitHash(targetOf(endpoint))] : []))
    const known = tiers[before.places.findIndex((one) => one.place === place)]
    const isOther = place === 'hand' && line.hand !== before.hand
    const isKept = !isOther && known !== undefined && targets.every((one) => known.targets.includes(one))
    return isKept ? { ...known, targets } : freshRecord(targets, now)
  })
}

/** The evidence of a seat. */
export const evidenceOf = (state: RouterState, seat: Seat): Evidence | undefined =>
  state.evidence[seat.source]

export function onSend(state: RouterState, slot: Slot): RouterState {
  const evidence = evidenceAfter(state, slot, (before) => {
    const circuit = slot.isTrial ? onPermit(before.circuit, slot.sentAt) : before.circuit
    const budget = onSpent(before.budget, slot.cost)
    if (circuit === before.circuit && budget === before.budget && !slot.isForced) return before
    const credit = slot.isForced ? onCreditSpent(before.credit, slot.sentAt) : before.credit
    return { ...before, circuit, budget, credit }
  })
  return onPlaceSend({ ...state, loads: loadsAfter(state, slot, 1), evidence }, slot)
}

/** After the first content reached the client. */
export const onCommit = (state: RouterState, slot: Slot, now: number): RouterState =>
  withEvidence(state, slot, (before) =>
    committed(before, slot, { now, hasSlept: hasSleptSince(state, slot) }),
  )

/** After the attempt is over. What was removed meanwhile, or replaced, learns nothing. */
export function onOutcome(state: RouterState, slot: Slot, seen: Seen, chance: Chance): RouterState {
  const seat = state.line.seatOf.get(slot.endpoint)
  const network =
    seat === undefined ? state.network : onTried(state.network, seat.endpoint.origin, seen, chance.now)
  const isNobodysFault = hasSleptSince(state, slot) || network.downSince !== null
  const loads = loadsAfter(state, slot, -1)
  const evidence = evidenceAfter(state, slot, (before) =>
    learnt(before, slot, seen, state.line.table.policy, { ...chance, isNobodysFault }),
  )
  return onPlaceOutcome({ ...state, network, loads, evidence }, slot, { seen, isNobodysFault }, chance.now)
}

/** After a 4xx turned out to be the endpoint's own fault: another one answered the same request otherwise. */
export const onBlame = (state: RouterState, slot: Slot, chance: Chance): RouterState =>
  withEvidence(state, slot, (before) => {
    const seen: Seen = {
      outcome: { kind: 'unavailable', told: null, blame: 'at-once' },
      progress: 'streaming',
      limits: null,
    }
    // Its permit and its budget were given back with the outcome.
    const settled = { ...slot, cost: 0, isTrial: false } as const
    return learnt(before, settled, seen, state.line.table.policy, { ...chance, isNobodysFault: false })
  })

const hasSleptSince = ({ wokeAt }: RouterState, { sentAt }: Slot): boolean =>
  wokeAt !== null && sentAt <= wokeAt

/** This machine was asleep, or its clock was set. */
export const onWake = (state: RouterState, now: number): RouterState => ({ ...state, wokeAt: now })

function withEvidence(state: RouterState, slot: Slot, change: (before: Evidence) => Evidence): RouterState {
  const evidence = evidenceAfter(state, slot, change)
  return evidence === state.evidence ? state : { ...state, evidence }
}

function loadsAfter({ line, loads }: RouterState, slot: Slot, change: 1 | -1): RouterState['loads'] {
  const seat = line.seatOf.get(slot.endpoint)
  const load = seat && loads[seat.entry]
  if (slot.kind === 'count' || load?.born !== slot.entryBorn || seat === undefined) return loads
  const inFlight = Math.max(0, load.inFlight + change)
  const turn = change === 1 ? (slot.turn ?? load.turn) : load.turn
  return loads.with(seat.entry, { ...load, inFlight, turn })
}

function evidenceAfter(
  { evidence, line }: RouterState,
  slot: Slot,
  change: (before: Evidence) => Evidence,
): RouterState['evidence'] {
  const at = line.sourceOf.get(slot.source)
  const before = at === undefined ? undefined : evidence[at]
  if (at === undefined || before?.born !== slot.sourceBorn) return evidence
  const after = change(before)
  return after === before ? evidence : evidence.with(at, after)
}
