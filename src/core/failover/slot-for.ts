import { benchFor } from '../health/bench.ts'
import { circuitAt } from '../health/circuit.ts'
import { teachesAll } from '../health/evidence.ts'
import { sentModel } from '../model.ts'
import { evidenceOf, type RouterState, type Slot } from '../router.ts'
import type { Affinity, Asker } from './asker.ts'
import { seatsWithin, type Seat } from './line-up.ts'

/** The slot of a send to `seat`. */
export function slotFor(state: RouterState, seat: Seat, asker: Asker, now: number, isForced: boolean): Slot {
  const { affinity, course, demand } = asker
  const { endpoint, entry } = seat
  const evidence = evidenceOf(state, seat)
  const circuit = evidence === undefined ? null : circuitAt(evidence.circuit, now)
  // Need opens what is open: from then on it is a trial, of the same epoch.
  const isTrial = circuit !== null && circuit.kind !== 'closed' && teachesAll(demand.kind)
  return {
    endpoint: endpoint.id,
    source: endpoint.sourceId,
    entryBorn: state.loads[entry]?.born ?? 0,
    sourceBorn: evidence?.born ?? 0,
    epoch: circuit?.epoch ?? 0,
    isTrial,
    isForced: isForced && demand.kind !== 'count',
    kind: demand.kind,
    model: sentModel(endpoint, demand.model),
    bytes: demand.bytes,
    cost: demand.kind === 'count' ? 0 : course.cost,
    sentAt: now,
    binds: demand.kind === 'message' && affinity !== null && isReplaced(state, affinity, seat, asker, now),
  }
}

/** A session stays with an owner that is out for less than this; others serve it meanwhile. */
const OUT_FOR_GOOD_MS = 60_000

/** Whether `seat`, once it commits, becomes the owner of the session instead of the one that it has. */
function isReplaced(
  state: RouterState,
  affinity: Affinity,
  seat: Seat,
  { demand }: Asker,
  now: number,
): boolean {
  if (affinity.owner === seat.endpoint.id) return !affinity.isProven
  if (affinity.owner === null || !affinity.isProven) return true
  const owner = state.line.seatOf.get(affinity.owner)
  if (owner === undefined || !seatsWithin(state.line, demand.fence).includes(owner)) return true
  if (seat.tier < owner.tier) return true
  const since = outSince(state, owner, demand.model, now)
  return since !== null && now - since > OUT_FOR_GOOD_MS
}

/** Since when an endpoint cannot serve a model, whoever asks; null while it can. */
export function outSince(state: RouterState, seat: Seat, model: string | null, now: number): number | null {
  const evidence = evidenceOf(state, seat)
  if (evidence === undefined || !seat.endpoint.enabled) return -Infinity
  const bench = benchFor(evidence.benches, sentModel(seat.endpoint, model), now)
  const circuit = circuitAt(evidence.circuit, now)
  const brokenSince = circuit.kind === 'closed' ? Infinity : circuit.outSince
  const since = Math.min(bench?.since ?? Infinity, brokenSince)
  return since === Infinity ? null : since
}
