import { backSince, type Evidence } from '../health/evidence.ts'
import { quotaFactor } from '../health/quota.ts'
import { FIRST_SHARE, rampFactor } from '../health/ramp.ts'
import { scoreFactor } from '../health/score.ts'
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
  /** Mean score of its profile; null while none is known. */
  readonly meanScore: number | null
}

/** Derived at each decision, never stored. On trial it is what the ramp begins with. */
export function weightFactors(
  { endpoint, evidence, isOnTrial, meanScore, model }: Weighed,
  now: number,
): WeightFactors {
  return {
    weight: endpoint.weight,
    score: scoreFactor(evidence.score, meanScore),
    ramp: isOnTrial ? FIRST_SHARE : rampFactor(backSince(evidence, sentModel(endpoint, model), now), now),
    quota: quotaFactor(evidence.quota, now),
  }
}

/** Its share beside the others. */
export const effectiveWeight = ({ quota, ramp, score, weight }: WeightFactors): number =>
  weight * score * ramp * quota
