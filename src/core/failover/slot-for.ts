import { circuitAt } from '../health/circuit.ts'
import { teachesAll, type Evidence } from '../health/evidence.ts'
import { NO_LATENCY } from '../health/latency.ts'
import { waitsFor } from '../health/waits.ts'
import { sentModel } from '../model.ts'
import { evidenceOf, type RouterState, type Slot } from '../router.ts'
import type { RequestKind } from '../request-kind.ts'
import type { Affinity, Asker } from './asker.ts'
import { ownerUnder, strategyOf, type Chosen } from './choose.ts'
import { seatsWithin, type Seat } from './line-up.ts'
import { outSince } from './outage.ts'
import { awaySince } from './tier.ts'

/** The slot of a send to `seat`. */
export function slotFor(
  state: RouterState,
  { because, to: { seat }, turn }: Chosen,
  asker: Asker,
  now: number,
): Slot {
  const { course, demand } = asker
  const { endpoint, entry } = seat
  const evidence = evidenceOf(state, seat)
  const { policy } = state.line.table
  const isCount = demand.kind === 'count'
  const { epoch, isTrial, sourceBorn } = passOf(evidence, demand.kind, now)
  const known = evidence?.latency ?? NO_LATENCY
  const { firstContentMs, hangingMs } = waitsFor(known, demand, endpoint.timers, policy, now)
  return {
    endpoint: endpoint.id,
    source: endpoint.sourceId,
    entryBorn: state.loads[entry]?.born ?? 0,
    sourceBorn,
    epoch,
    isTrial,
    firstContentMs,
    hangingMs,
    isForced: because === 'need' && !isCount,
    kind: demand.kind,
    model: sentModel(endpoint, demand.model),
    bytes: demand.bytes,
    stream: demand.stream,
    cost: isCount ? 0 : course.cost,
    sentAt: now,
    binds: demand.kind === 'message' && isReplaced(state, seat, asker, now),
    turn,
  }
}

/** Need opens what is open: from then on it is a trial, of the same epoch. */
function passOf(evidence: Evidence | undefined, kind: RequestKind, now: number) {
  if (evidence === undefined) return { sourceBorn: 0, epoch: 0, isTrial: false }
  const circuit = circuitAt(evidence.circuit, now)
  const isTrial = circuit.kind !== 'closed' && teachesAll(kind)
  return { sourceBorn: evidence.born, epoch: circuit.epoch, isTrial }
}

/** A session stays with an owner that is out for less than this; others serve it meanwhile. */
const OUT_FOR_GOOD_MS = 60_000

/** Whether `seat`, once it commits, becomes the owner of the session instead of the one that it has. */
function isReplaced(state: RouterState, seat: Seat, { affinity, demand }: Asker, now: number): boolean {
  if (affinity === null) return false
  if (affinity.owner === seat.endpoint.id) return !affinity.isProven
  if (affinity.owner === null || !affinity.isProven) return true
  const owner = state.line.seatOf.get(affinity.owner)
  if (owner === undefined || !seatsWithin(state.line, demand.fence).includes(owner)) return true
  // Within a fence all are of one profile, which has nothing to do with places.
  const away = (of: Seat): number | null => (demand.fence === null ? awayFrom(state, of) : null)
  if (seat.tier < owner.tier && away(seat) === null) return true
  if (findsBack(state, seat, owner, affinity)) return true
  const outAt = outSince(owner.endpoint, evidenceOf(state, owner), demand.model, now)
  const since = Math.min(outAt ?? Infinity, away(owner) ?? Infinity)
  return now - since > OUT_FOR_GOOD_MS
}

/** Whether the strategy of their profile has put it there, although it belongs elsewhere. */
const findsBack = ({ line }: RouterState, seat: Seat, owner: Seat, affinity: Affinity): boolean =>
  seat.profile === owner.profile && ownerUnder(strategyOf(line.table, owner.profile), affinity) === null

/** Since when the place of a seat is not that of its sessions; null while it is. */
function awayFrom({ tiers }: RouterState, { tier }: Seat): number | null {
  const record = tiers[tier]
  return record === undefined ? null : awaySince(record)
}
