import { backSince, type Evidence } from '../health/evidence.ts'
import { quotaFactor } from '../health/quota.ts'
import { FIRST_SHARE, rampFactor } from '../health/ramp.ts'
import { sentModel, type Endpoint } from '../model.ts'

/** What an endpoint's share of new sessions is made of. Factors of 1 change nothing. */
export interface WeightFactors {
  /** As configured. */
  readonly weight: number
  /** For its health beside the others of its profile: 0.1 to 2. */
  readonly score: number
  /** For its return: 0.1 to 1. */
  readonly ramp: number
  /** For what is left of its limits: 0.1 to 1. */
  readonly quota: number
}

/** Whose share is asked for. */
export interface Weighed {
  readonly endpoint: Endpoint
  readonly evidence: Evidence
  /** As the client asks for it. */
  readonly model: string | null
  readonly isOnTrial: boolean
  /** What its health beside the others makes of its weight. */
  readonly score: number
}

/** Derived at each decision, never stored. On trial it is what the ramp begins with. */
export function weightFactors(
  { endpoint, evidence, isOnTrial, model, score }: Weighed,
  now: number,
): WeightFactors {
  return {
    weight: endpoint.weight,
    score,
    ramp: isOnTrial ? FIRST_SHARE : rampFactor(backSince(evidence, sentModel(endpoint, model), now), now),
    quota: quotaFactor(evidence.quota, now),
  }
}

/** Its share beside the others. */
export const effectiveWeight = ({ quota, ramp, score, weight }: WeightFactors): number =>
  weight * score * ramp * quota
