/** What requests and probes say of a place that was left: how it earns its return, or loses it. */
import { teachesAll, type Evidence, type Seen } from '../health/evidence.ts'
import { pointsOf } from '../health/points.ts'
import type { Probed } from '../health/probe.ts'
import type { EndpointId } from '../model.ts'
import { afterCommit, type Outcome } from '../outcome.ts'
import type { RequestKind } from '../request-kind.ts'
import type { LineUp, Seat } from './line-up.ts'
import { hasAble, outageOf } from './outage.ts'
import { onCheckOver, onCheckSent, onFailed, onPassed, onTierProbe, type TierRecord } from './tier.ts'

/** As far as places are concerned. */
interface Places {
  readonly line: LineUp
  readonly evidence: readonly Evidence[]
  readonly tiers: readonly TierRecord[]
}

interface Sent {
  readonly endpoint: EndpointId
  readonly kind: RequestKind
  readonly sentAt: number
  readonly isTrial: boolean
}

export function onPlaceSend<S extends Places>(state: S, { endpoint, kind, sentAt }: Sent): S {
  const seat = seatIn(state, endpoint)
  if (seat === null || !teachesAll(kind)) return state
  return withPlace(state, seat, (record) => onCheckSent(record, state.line.table.policy, sentAt))
}

/** `isNobodysFault`: this machine slept, or its network is down. */
export function onPlaceOutcome<S extends Places>(
  state: S,
  { endpoint, isTrial, kind, sentAt }: Sent,
  { isNobodysFault, seen }: { readonly seen: Seen; readonly isNobodysFault: boolean },
  now: number,
): S {
  const seat = seatIn(state, endpoint)
  if (seat === null || !teachesAll(kind)) return state
  const { policy } = state.line.table
  const outcome = seen.progress === 'committed' ? afterCommit(seen.outcome) : seen.outcome
  const isFailure = !isNobodysFault && speaksAgainst(outcome) && !(isTrial && hasOthers(state, seat, now))
  return withPlace(state, seat, (before) => {
    const record = onCheckOver(before, sentAt)
    if (outcome.kind === 'ok') return onPassed(record, checkOf(seat, 'request', now), sentAt, policy)
    return isFailure ? onFailed(record, sentAt, policy, now) : record
  })
}

/** After a probe of the target that all seats of `source` have; `before`: what was known of it then. */
export function onPlaceProbe<S extends Places>(
  state: S,
  source: number,
  { before, probed }: { readonly probed: Pick<Probed, 'seen' | 'result'>; readonly before: Evidence },
  now: number,
): S {
  if (state.line.places.length < 2) return state
  const { policy } = state.line.table
  const seats = state.line.active.filter((seat) => seat.source === source && seat.endpoint.enabled)
  return seats.reduce((after, seat) => {
    const wasOut = outageOf(seat.endpoint, before, now) !== null
    const isFailure = speaksAgainst(probed.seen.outcome) && !(wasOut && hasOthers(state, seat, now))
    return withPlace(after, seat, (record) => {
      if (probed.result === 'pass') return onPassed(record, checkOf(seat, 'probe', now), now, policy)
      if (probed.result === 'unclear') return onTierProbe(record, true, policy, now)
      return isFailure ? onFailed(record, now, policy, now) : record
    })
  }, state)
}

/** While a probe of that target is out. */
export function onPlaceProbeSent<S extends Places>(state: S, source: EndpointId, now: number): S {
  if (state.line.places.length < 2) return state
  const { policy } = state.line.table
  const seats = state.line.active.filter(({ endpoint }) => endpoint.sourceId === source)
  return seats.reduce(
    (after, seat) => withPlace(after, seat, (record) => onTierProbe(record, false, policy, now)),
    state,
  )
}

/** Null for what belongs to no place that was left. */
function seatIn({ line, tiers }: Places, endpoint: EndpointId): Seat | null {
  const seat = line.places.length < 2 ? undefined : line.seatOf.get(endpoint)
  const record = seat && tiers[seat.tier]
  return seat === undefined || record === undefined || record.standing.kind === 'serving' ? null : seat
}

function withPlace<S extends Places>(
  state: S,
  { tier }: Seat,
  change: (before: TierRecord) => TierRecord,
): S {
  const before = state.tiers[tier]
  const after = before === undefined ? undefined : change(before)
  return after === undefined || after === before ? state : { ...state, tiers: state.tiers.with(tier, after) }
}

const checkOf = ({ endpoint }: Seat, by: 'request' | 'probe', at: number) => ({
  ...{ endpoint: endpoint.name, by, at },
})

/** One that was out before need not hold up the others of its place. */
const hasOthers = ({ evidence, line }: Places, seat: Seat, now: number): boolean =>
  hasAble(line.places[seat.tier]?.seats ?? [], evidence, now, seat)

/** Whether it is held against an endpoint, by points or by a bench. That a model is missing is not. */
const speaksAgainst = (outcome: Outcome): boolean => BENCHED.has(outcome.kind) || pointsOf(outcome, false) > 0

const BENCHED: ReadonlySet<Outcome['kind']> = new Set(['rate-limited', 'overloaded', 'credential', 'balance'])
