/** How endpoints and places stand, for whoever shows them. */
import type { WeightFactors } from '../core/balancer/effective-weight.ts'
import { FRESH_ASKER, type Asker } from '../core/failover/asker.ts'
import { whyNotAnywhere, type EndpointNo } from '../core/failover/eligible.ts'
import { activeIndex } from '../core/failover/leaving.ts'
import type { Hand, Place, Seat } from '../core/failover/line-up.ts'
import { standingAt, type TierStanding } from '../core/failover/tier.ts'
import { scoresBeside } from '../core/failover/profile-scores.ts'
import { factorsOf } from '../core/failover/weigh.ts'
import type { Evidence } from '../core/health/evidence.ts'
import type { Score } from '../core/health/score.ts'
import type { Endpoint, PlaceName } from '../core/model.ts'
import type { RouterState } from '../core/router.ts'

export interface Standing {
  readonly endpoint: Endpoint
  readonly profile: number
  readonly inFlight: number
  readonly evidence: Evidence
  /** What would keep it from serving a new request of its own profile; null when nothing. */
  readonly no: EndpointNo | null
  /** What its share of new sessions is made of, for any model. */
  readonly factors: WeightFactors
  /** What is made of its evidence beside the others of its profile. */
  readonly score: Score
}

/** What the root URL asks. */
export interface TiersNow {
  /** The place that is asked first, as far as it serves; null when nothing serves the root URL. */
  readonly active: PlaceName | null
  /** The profile that a person put first. */
  readonly hand: Hand | null
  /** In order. */
  readonly places: readonly (Place & { readonly standing: TierStanding; readonly isActive: boolean })[]
}

/** One that is switched off is compared with nobody. */
const UNKNOWN: Score = { kind: 'unknown', observations: 0 }

export function standingsOf(state: RouterState, seats: readonly Seat[], now: number): readonly Standing[] {
  const { evidence, line, loads } = state
  return seats.flatMap((seat) => {
    const known = evidence[seat.source]
    if (known === undefined) return []
    const { endpoint, entry, profile } = seat
    const no = whyNotAnywhere(state, seat, anybody(line.table.profiles[profile]?.name ?? null), now)
    const factors = factorsOf(state, seat, no, now)
    if (factors === null) return []
    const score = scoresBeside(state, seat, now).get(entry) ?? UNKNOWN
    return { endpoint, profile, inFlight: loads[entry]?.inFlight ?? 0, evidence: known, no, factors, score }
  })
}

export function tiersIn({ line, tiers }: RouterState, now: number): TiersNow {
  const active = activeIndex(tiers)
  const places = line.places.flatMap(({ place, profiles }, index) => {
    const record = tiers[index]
    if (record === undefined) return []
    return [
      { place, profiles, standing: standingAt(record, line.table.policy, now), isActive: index === active },
    ]
  })
  return { active: places[active]?.place ?? null, hand: line.hand, places }
}

/** A request that says nothing about itself. */
const anybody = (fence: string | null): Asker => ({
  demand: { kind: 'message', fence, holder: null, model: null, bytes: 0, stream: true },
  ...FRESH_ASKER,
})
