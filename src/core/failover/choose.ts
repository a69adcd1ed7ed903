import { pick, type Merit } from '../balancer/strategies.ts'
import { fitting } from '../fitting.ts'
import type { Chance } from '../health/circuit.ts'
import type { EndpointId, RoutingTable, Strategy } from '../model.ts'
import type { Course } from '../retry/course.ts'
import type { RouterState } from '../router.ts'
import type { Affinity, Asker } from './asker.ts'
import type { Candidate } from './eligible.ts'
import type { LineUp } from './line-up.ts'
import { weigh } from './weigh.ts'

/** Why an endpoint was chosen. */
export type Because =
  /** The only one of its profile that could be. */
  | 'only'
  /** The session belongs there. */
  | 'session'
  /** The first in order: what belongs to no session. */
  | 'order'
  /** It was asked before, and is asked again. */
  | 'again'
  /** It is out, and nobody else is left. */
  | 'need'
  /** As the strategy of its profile has it. */
  | Merit

/** A choice, and the turn that it uses up, where its profile gives turns. */
export interface Chosen {
  readonly to: Candidate
  readonly because: Because
  readonly turn: number | null
}

/** Picks among candidates against whom the same speaks: the first tier, its first profile, there the session's own. */
export function choose(
  state: RouterState,
  pool: readonly Candidate[],
  asker: Asker,
  chance: Chance,
): Chosen | null {
  const group = ofOneProfile(state, pool, asker)
  const { affinity, course, demand } = asker
  const [first] = group
  if (first === undefined) return null
  if (course.again === first.seat.endpoint.id) return { to: first, because: 'again', turn: null }
  // A write has no session and is asked where its kind was asked before.
  if (demand.kind === 'write') {
    return { to: first, because: group.length === 1 ? 'only' : 'order', turn: null }
  }
  const strategy = strategyOf(state.line.table, first.seat.profile)
  const owner = ownerUnder(strategy, affinity)
  const its = group.find(({ no, seat }) => seat.endpoint.id === owner && no?.kind !== 'on-trial')
  if (its !== undefined) return { to: its, because: 'session', turn: null }
  if (group.length === 1) return { to: first, because: 'only', turn: null }
  const picked = pick(strategy, weigh(state, group, demand.model, chance.now), {
    ...chance,
    bytes: demand.bytes,
    stream: demand.stream,
    key: affinity?.key ?? null,
    isDisplaced: course.tried.size > 0 || owner !== null,
  })
  return picked === null ? null : { ...picked, to: picked.to.candidate }
}

/** Its own, or that of the policy. */
export const strategyOf = ({ policy, profiles }: RoutingTable, profile: number): Strategy =>
  profiles[profile]?.strategy ?? policy.strategy

/** Whom a session belongs to. Under `priority` it finds back to the first endpoint when it loses nothing by it. */
export function ownerUnder(strategy: Strategy, affinity: Affinity | null): EndpointId | null {
  if (affinity === null) return null
  return strategy === 'priority' && affinity.isIdle ? null : affinity.owner
}

/**
 * The candidates of the first profile of the first tier. A tier in which this
 * request has failed twice is left while a later one has somebody.
 */
function ofOneProfile(
  state: RouterState,
  pool: readonly Candidate[],
  { course }: Asker,
): readonly Candidate[] {
  const { line } = state
  const isLeft = ({ seat }: Candidate): boolean =>
    course.counted > 0 && countedIn(seat.tier, line, course) >= line.table.policy.attemptsPerTier
  const first = pool.find((one) => !isLeft(one)) ?? pool[0]
  return first === undefined ? [] : fitting(pool, ({ seat }) => seat.profile === first.seat.profile)
}

function countedIn(tier: number, { seatOf }: LineUp, { tried }: Course): number {
  let counted = 0
  for (const [id, billing] of tried) {
    if (billing === 'counted' && seatOf.get(id)?.tier === tier) counted += 1
  }
  return counted
}
