/** What `qcc health status|metrics|history` prints with `--json`. Times in epoch milliseconds, parts of a score 0 to 100. */
import * as v from 'valibot'
import { CHECK_KINDS, VERDICTS } from '../../core/health/check.ts'
import { healthParts } from './endpoint.ts'
import { figuresShape } from './figures.ts'
import { news } from './news.ts'
import { stretch } from './stretch.ts'
import { sumOfCosts } from './sum-of-costs.ts'

const part = v.nullable(v.number())

const score = v.strictObject({
  condition: v.picklist(['healthy', 'warning', 'unhealthy', 'unknown']),
  /** Requests, or checks where there are too few of them; null while too little is known, as the numbers below. */
  source: v.nullable(v.picklist(['traffic', 'probes'])),
  observations: v.number(),
  overall: part,
  success: part,
  /** Beside the fastest of its profile. */
  response: part,
  stability: part,
  /** Of answers to checks; null also without any lately. */
  quality: part,
})

/** What is known of how an endpoint does. */
export const judged = {
  score,
  /** The newest check; null without one. */
  lastCheck: v.nullable(
    v.strictObject({
      ...{ at: v.number(), kind: v.picklist(CHECK_KINDS), verdict: v.picklist(VERDICTS), quality: part },
    }),
  ),
  /** Tokens that checks used today (UTC). */
  checkTokens: v.number(),
}

const named = {
  id: v.string(),
  /** `PROFILE/NAME`. */
  name: v.string(),
  enabled: v.boolean(),
}

/** Of checks since midnight UTC, when their budget begins anew. */
const checksToday = v.strictObject({
  since: v.number(),
  checks: v.number(),
  tokens: v.strictObject({ in: v.number(), out: v.number() }),
  cost: sumOfCosts,
  /** Tokens that checks of one endpoint may use a day. */
  mostTokens: v.number(),
})

/** `health status`. */
export const healthStatusShape = v.strictObject({
  today: checksToday,
  endpoints: v.array(
    v.strictObject({
      ...named,
      state: healthParts.state,
      reason: healthParts.reason,
      until: healthParts.until,
      effectiveWeight: healthParts.effectiveWeight,
      ...judged,
    }),
  ),
})

/** `health metrics`. */
export const healthMetricsShape = v.strictObject({
  since: v.number(),
  endpoints: v.array(
    v.strictObject({
      ...named,
      /** Null where nothing was asked since then. */
      traffic: v.nullable(figuresShape),
      probes: v.nullable(figuresShape),
      /** The time since then in 24 stretches, the oldest first. */
      series: v.array(stretch),
      /** As the running proxy tells it; null when none runs that serves it. */
      live: v.nullable(v.strictObject({ score, effectiveWeight: healthParts.effectiveWeight })),
    }),
  ),
})

/** `health history`: the newest first. */
export const healthHistoryShape = v.strictObject({
  events: v.array(
    v.variant('kind', [
      v.strictObject({
        kind: v.literal('check'),
        ...{ at: v.number(), id: v.string(), name: v.string() },
        check: v.strictObject({
          ...{ at: v.number(), kind: v.picklist(CHECK_KINDS), model: v.nullable(v.string()) },
          ...{ verdict: v.picklist(VERDICTS), quality: part },
          ...{ firstByteMs: part, firstContentMs: part, totalMs: part },
          tokens: v.strictObject({ in: v.number(), out: v.number() }),
          modelNamed: v.nullable(v.string()),
        }),
      }),
      v.strictObject({ kind: v.literal('news'), at: v.number(), id: v.string(), name: v.string(), news }),
    ]),
  ),
})

export type HealthStatusShape = v.InferOutput<typeof healthStatusShape>
export type ChecksToday = v.InferOutput<typeof checksToday>
export type HealthMetricsShape = v.InferOutput<typeof healthMetricsShape>
export type HealthHistoryShape = v.InferOutput<typeof healthHistoryShape>
