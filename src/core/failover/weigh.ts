import type { Contender } from '../balancer/contender.ts'
import { effectiveWeight, weightFactors, type WeightFactors } from '../balancer/effective-weight.ts'
import { evidenceOf, type RouterState } from '../router.ts'
import type { Candidate, No } from './eligible.ts'
import type { Seat } from './line-up.ts'
import { factorsBeside } from './profile-scores.ts'

/** A candidate, as its profile's strategy looks at it. */
export interface WeighedCandidate extends Contender {
  readonly candidate: Candidate
}

/** Whoever may be asked keeps this share, or the one that it is given, so that what it is now can show. */
const LEAST_SHARE = 0.01

/** Candidates of one profile, for a model as the client asks for it. */
export function weigh(
  state: RouterState,
  group: readonly Candidate[],
  model: string | null,
  now: number,
): readonly WeighedCandidate[] {
  const [first] = group
  if (first === undefined) return []
  const scoreFactors = factorsBeside(state, first.seat, now)
  let configured = 0
  let total = 0
  const weighed: (WeighedCandidate & { effective: number })[] = []
  for (const candidate of group) {
    const { no, seat } = candidate
    const evidence = evidenceOf(state, seat)
    const load = state.loads[seat.entry]
    if (evidence === undefined || load === undefined) continue
    const { endpoint } = seat
    const isOnTrial = no?.kind === 'on-trial'
    const score = scoreFactors.get(seat.entry) ?? 1
    const factors = weightFactors({ endpoint, evidence, model, isOnTrial, score }, now)
    const effective = effectiveWeight(factors)
    configured += factors.weight
    total += effective
    weighed.push({
      id: endpoint.id,
      effective,
      factors,
      priority: endpoint.priority,
      inFlight: load.inFlight,
      turn: load.turn,
      latency: evidence.latency,
      candidate,
    })
  }
  for (const one of weighed) {
    const least = Math.min(LEAST_SHARE, one.factors.weight / configured) * total
    if (one.effective < least) one.effective = least
  }
  return weighed
}

/** What the share of one endpoint is made of, for any model; null while nothing is known of it. */
export function factorsOf(state: RouterState, seat: Seat, no: No | null, now: number): WeightFactors | null {
  const evidence = evidenceOf(state, seat)
  if (evidence === undefined) return null
  const score = factorsBeside(state, seat, now).get(seat.entry) ?? 1
  const isOnTrial = no?.kind === 'on-trial'
  return weightFactors({ endpoint: seat.endpoint, evidence, model: null, isOnTrial, score }, now)
}
