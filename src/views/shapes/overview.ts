/** How it goes now and went today. Instants in epoch milliseconds. */
import * as v from 'valibot'
import { tokens } from './requests.ts'
import { sumOfCosts } from './sum-of-costs.ts'

/** Messages that ended within one minute, as their clients saw it. */
const minute = v.strictObject({
  since: v.number(),
  requests: v.number(),
  /** Complete answers of endpoints, from the queue too. */
  served: v.number(),
  /** Those whose clients left first; they count neither for success nor against it. */
  cancelled: v.number(),
  /** From the arrival to the first content; null where none came. */
  p50Ms: v.nullable(v.number()),
  p95Ms: v.nullable(v.number()),
})

export const overview = v.strictObject({
  at: v.number(),
  /** The last sixty, the oldest first; the last one is not over. */
  minutes: v.array(minute),
  /** Of those minutes together; null where nothing ended. */
  successPercent: v.nullable(v.number()),
  p50Ms: v.nullable(v.number()),
  p95Ms: v.nullable(v.number()),
  /** What ended since midnight, by the clock of the proxy's machine. */
  today: v.strictObject({
    since: v.number(),
    requests: v.number(),
    served: v.number(),
    cancelled: v.number(),
    tokens,
    cost: sumOfCosts,
  }),
  /** Where messages of the last five minutes went, the present one among them, by the endpoints that answered them; the most first. */
  shares: v.array(
    v.strictObject({
      /** `PROFILE/NAME`. */
      endpoint: v.string(),
      requests: v.number(),
      percent: v.number(),
    }),
  ),
})

export type Overview = v.InferOutput<typeof overview>
