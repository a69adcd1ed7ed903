import { pickWeighted } from '../balancer/weighted.ts'
import type { Chance } from '../health/circuit.ts'
import { backSince } from '../health/evidence.ts'
import { quotaFactor } from '../health/quota.ts'
import { FIRST_SHARE, rampFactor } from '../health/ramp.ts'
import { sentModel } from '../model.ts'
import { evidenceOf, type RouterState } from '../router.ts'
import type { Asker } from './asker.ts'
import type { Candidate } from './eligible.ts'

/** Why an endpoint was chosen. */
export type Because =
  /** The only one of its profile that could be. */
  | 'only'
  /** The session belongs there. */
  | 'session'
  /** Its share of the sessions, by weight. */
  | 'share'
  /** The first in order: what belongs to no session. */
  | 'order'
  /** It was asked before, and is asked again. */
  | 'again'
  /** It is out, and nobody else is left. */
  | 'need'

interface Chosen {
  readonly to: Candidate
  readonly because: Because
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
  if (course.again !== null) return { to: first, because: 'again' }
  const owner = group.find(({ no, seat }) => seat.endpoint.id === affinity?.owner && no?.kind !== 'on-trial')
  if (owner !== undefined && demand.kind !== 'write') return { to: owner, because: 'session' }
  if (group.length === 1) return { to: first, because: 'only' }
  // A write has no session and is asked where its kind was asked before.
  if (demand.kind === 'write') return { to: first, because: 'order' }
  const weighted = group.map((candidate) => ({
    id: candidate.seat.endpoint.id,
    weight: effectiveWeight(state, candidate, asker, chance.now),
    candidate,
  }))
  const picked = pickWeighted(weighted, affinity?.key ?? null, chance.roll)
  return picked === null ? null : { to: picked.candidate, because: 'share' }
}

/** Weight × ramp × quota: derived each time, never stored. On trial it is what the ramp begins with. */
function effectiveWeight(state: RouterState, { no, seat }: Candidate, asker: Asker, now: number): number {
  const { endpoint } = seat
  const evidence = evidenceOf(state, seat)
  if (evidence === undefined) return 0
  const back = backSince(evidence, sentModel(endpoint, asker.demand.model), now)
  const ramp = no?.kind === 'on-trial' ? FIRST_SHARE : rampFactor(back, now)
  return endpoint.weight * ramp * quotaFactor(evidence.quota, now)
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
  const countedIn = (tier: number): number => {
    let counted = 0
    for (const [id, billing] of course.tried) {
      if (billing === 'counted' && line.seatOf.get(id)?.tier === tier) counted += 1
    }
    return counted
  }
  const isLeft = (tier: number) => course.counted > 0 && countedIn(tier) >= line.table.policy.attemptsPerTier
  const first = pool.find(({ seat }) => !isLeft(seat.tier)) ?? pool[0]
  return first === undefined ? [] : pool.filter(({ seat }) => seat.profile === first.seat.profile)
}
