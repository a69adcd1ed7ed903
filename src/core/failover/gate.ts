/**
 * What keeps a place from taking a request, as a whole. A place that is out
 * takes nobody while another can serve. One that comes back takes new sessions
 * first, a few at a time; those that run stay where their prompt cache is.
 *
 * Only the root URL has places: a fence is left alone.
 */
import { unitHash } from '../balancer/hash.ts'
import type { Chance } from '../health/circuit.ts'
import { rampFactor } from '../health/ramp.ts'
import { evidenceOf, type RouterState } from '../router.ts'
import type { Asker } from './asker.ts'
import { activeIndex } from './leaving.ts'
import type { Seat } from './line-up.ts'
import { outSince } from './outage.ts'
import { standingAt, type TierRecord } from './tier.ts'

export type GateNo =
  /** It was left; `until`: when it may be tried, null when only a person ends that. */
  | { readonly kind: 'tier-cooling'; readonly until: number | null }
  /** Others are finding out how it is. */
  | { readonly kind: 'tier-recovering' }
  /** It is back, and takes new sessions by and by. */
  | { readonly kind: 'tier-ramping' }
  /** It is back; this session stays where it is until it pauses. */
  | { readonly kind: 'tier-returned' }
  /** A person wants the active place alone to serve. */
  | { readonly kind: 'failover-off' }

/** By `Seat.tier`. */
export type Gates = readonly (GateNo | null)[]

/** A session that never pauses moves between two turns, once the better place has stood for this long. */
const STEADY_MS = 900_000
const OPEN: Gates = []

/** What keeps each place from taking this request; empty when nothing keeps any. */
export function gatesFor(state: RouterState, asker: Asker, chance: Chance): Gates {
  const { line, tiers } = state
  const { autoFailover } = line.table.policy
  const isOpen = line.places.length < 2 || (autoFailover && tiers.every(isPlain))
  if (isOpen || asker.demand.fence !== null || asker.demand.holder !== null) return OPEN
  const active = activeIndex(tiers)
  const owner = ownerOf(state, asker)
  return tiers.map((record, index) => {
    const no = gateOf(state, record, { asker, owner, index }, chance)
    if (autoFailover || index === active || (no === null && record.standing.kind !== 'serving')) return no
    return { kind: 'failover-off' }
  })
}

/**
 * Whether it decides something that a request begins a turn: a place before
 * that of its session has been back for long enough. `asker` is asked for only
 * if there is such a place at all.
 */
export function asksForTurn(state: RouterState, asker: () => Asker, now: number): boolean {
  const { line, tiers } = state
  const index = tiers.findIndex((record) => {
    if (isPlain(record)) return false
    const { kind, since } = standingAt(record, line.table.policy, now)
    return kind !== 'cooling' && now - since >= STEADY_MS
  })
  if (index < 0) return false
  const whose = asker()
  return whose.demand.fence === null && (ownerOf(state, whose)?.tier ?? index) > index
}

/** It serves, and was never away. */
const isPlain = ({ standing }: TierRecord): boolean =>
  standing.kind === 'serving' && standing.checks.length === 0

/** A request at the door of the place of this index. */
interface Visit {
  readonly asker: Asker
  /** The seat that has answered the session and still is its own; null when it may go anywhere. */
  readonly owner: Seat | null
  readonly index: number
}

function gateOf(state: RouterState, record: TierRecord, visit: Visit, chance: Chance): GateNo | null {
  const standing = standingAt(record, state.line.table.policy, chance.now)
  switch (standing.kind) {
    case 'cooling':
      return { kind: 'tier-cooling', until: standing.until }
    case 'recovering': {
      const { isBehind, kind } = visit.asker.demand
      const isFree = standing.permits === 0 && kind === 'message' && isBehind !== true
      return isFree && mayTry(visit, standing.since, chance) ? null : { kind: 'tier-recovering' }
    }
    case 'serving':
      if (standing.checks.length === 0) return null
      if (visit.owner === null)
        return isRampedOut(visit, standing.since, chance) ? { kind: 'tier-ramping' } : null
      return stays(state, visit, standing.since, chance) ? { kind: 'tier-returned' } : null
  }
}

/** Whoever loses least by it finds out how a place is. */
const mayTry = (visit: Visit, since: number, chance: Chance): boolean =>
  visit.owner === null || visit.owner.tier === visit.index || isBetweenTurns(visit, since, chance)

/** A session that has not been used for a while has lost its prompt cache: it is as good as new. */
function ownerOf({ line }: RouterState, { affinity }: Asker): Seat | null {
  if (affinity === null || affinity.owner === null || !affinity.isProven || affinity.isIdle) return null
  const owner = line.seatOf.get(affinity.owner)
  return owner !== undefined && owner.tier < line.places.length ? owner : null
}

/** A turn is a question of the person: what follows from it belongs together. */
const isBetweenTurns = ({ asker }: Visit, since: number, { now }: Chance): boolean =>
  asker.demand.startsTurn === true && now - since >= STEADY_MS

/** The same session is always let in at the same time; what belongs to none, by chance. */
function isRampedOut({ asker, index }: Visit, since: number, { now, roll }: Chance): boolean {
  const key = asker.affinity?.key
  // The roll also chooses among endpoints: those must not all be of one sort.
  const share = key === undefined ? (roll * SPREAD) % 1 : unitHash(`${String(index)} ${key}`)
  return share >= rampFactor(since, now)
}

const SPREAD = 7_919

/** Whether the session's own endpoint, behind this place, can go on serving it. */
function stays(state: RouterState, visit: Visit, since: number, chance: Chance): boolean {
  const { asker, index, owner } = visit
  const { affinity, course, demand } = asker
  if (owner === null || owner.tier <= index || isBetweenTurns(visit, since, chance)) return false
  const { id } = owner.endpoint
  if (course.tried.has(id) || affinity?.shunned === id) return false
  if (state.tiers[owner.tier]?.standing.kind !== 'serving') return false
  return outSince(owner.endpoint, evidenceOf(state, owner), demand.model, chance.now) === null
}
