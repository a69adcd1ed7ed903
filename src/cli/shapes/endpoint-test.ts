/** `qcc endpoint test --json`. */
import * as v from 'valibot'

export const endpointTestShape = v.strictObject({
  /** Whether the running proxy made the checks; without one the command does. */
  byProxy: v.boolean(),
  endpoints: v.array(
    v.strictObject({
      id: v.string(),
      /** `PROFILE/NAME`. */
      name: v.string(),
      /** `unclear`: it answers, and its answer says nothing of how real work would fare. */
      verdict: v.picklist(['pass', 'unclear', 'fail']),
      /** The last step, which decided. */
      step: v.picklist(['connect', 'models', 'message']),
      outcome: v.string(),
      /** What was seen, in a few words; empty for a success. */
      why: v.string(),
      status: v.nullable(v.number()),
      /** The model that was asked for; null when none was. */
      model: v.nullable(v.string()),
      tookMs: v.number(),
    }),
  ),
})

export type EndpointTestShape = v.InferOutput<typeof endpointTestShape>
