/** `GET /health`: how endpoints are checked, and what that costs. */
import * as v from 'valibot'
import { configGetShape } from '../../views/shapes/config.ts'
import { healthStatusShape } from '../../views/shapes/health.ts'
import { sumOfCosts } from '../../views/shapes/sum-of-costs.ts'

export const healthAnswer = v.strictObject({
  /** Settings `health.*` in force, described in the language that was asked for. */
  settings: v.array(configGetShape),
  /** As `qcc health status --json`. */
  endpoints: healthStatusShape.entries.endpoints,
  /** Of checks since midnight UTC, when their budget begins anew. */
  today: v.strictObject({
    since: v.number(),
    checks: v.number(),
    tokens: v.strictObject({ in: v.number(), out: v.number() }),
    cost: sumOfCosts,
    /** Tokens that checks of one endpoint may use a day. */
    mostTokens: v.number(),
  }),
})

export type HealthAnswer = v.InferOutput<typeof healthAnswer>
