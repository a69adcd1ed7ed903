import type { Contender } from '../balancer/contender.ts'
import { effectiveWeight, weightFactors, type WeightFactors } from '../balancer/effective-weight.ts'
import { evidenceOf, type RouterState } from '../router.ts'
import type { Candidate, No } from './eligible.ts'
import type { Seat } from './line-up.ts'

/** A candidate, as its profile's strategy looks at it. */
export interface WeighedCandidate extends Contender {
  readonly candidate: Candidate
}

/** Candidates of one profile, for a model as the client asks for it. */
export function weigh(
  state: RouterState,
  group: readonly Candidate[],
  model: string | null,
  now: number,
): readonly WeighedCandidate[] {
  const [first] = group
  const mean = first === undefined ? null : meanScoreOf(state, first.seat)
  const weighed: WeighedCandidate[] = []
  for (const candidate of group) {
    const { no, seat } = candidate
    const evidence = evidenceOf(state, seat)
    const load = state.loads[seat.entry]
    if (evidence === undefined || load === undefined) continue
    const { endpoint } = seat
    const isOnTrial = no?.kind === 'on-trial'
    const factors = weightFactors({ endpoint, evidence, model, isOnTrial, meanScore: mean }, now)
    weighed.push({
      id: endpoint.id,
      effective: effectiveWeight(factors),
      factors,
      priority: endpoint.priority,
      inFlight: load.inFlight,
      turn: load.turn,
      latency: evidence.latency,
      candidate,
    })
  }
  return weighed
}

/** What the share of one endpoint is made of, for any model; null while nothing is known of it. */
export function factorsOf(state: RouterState, seat: Seat, no: No | null, now: number): WeightFactors | null {
  const evidence = evidenceOf(state, seat)
  if (evidence === undefined) return null
  const isOnTrial = no?.kind === 'on-trial'
  const weighed = { endpoint: seat.endpoint, evidence, model: null, isOnTrial }
  return weightFactors({ ...weighed, meanScore: meanScoreOf(state, seat) }, now)
}

/** Over the endpoints of the seat's profile that are switched on. */
function meanScoreOf(state: RouterState, { profile }: Seat): number | null {
  const { byProfile, table } = state.line
  const seats = byProfile.get(table.profiles[profile]?.name ?? '') ?? []
  let sum = 0
  let count = 0
  for (const seat of seats) {
    const score = seat.endpoint.enabled ? (evidenceOf(state, seat)?.score ?? null) : null
    if (score !== null) [sum, count] = [sum + score, count + 1]
  }
  return count === 0 ? null : sum / count
}
