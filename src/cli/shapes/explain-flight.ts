/** `qcc explain --save FILE --json` and `qcc explain --replay FILE --json`. */
import * as v from 'valibot'

export const explainSaveShape = v.strictObject({
  file: v.string(),
  /** Steps of the proxy that are in it. */
  calls: v.number(),
})

export type ExplainSaveShape = v.InferOutput<typeof explainSaveShape>

export const explainReplayShape = v.strictObject({
  calls: v.number(),
  /** When the first and the last were made (epoch milliseconds). */
  from: v.nullable(v.number()),
  to: v.nullable(v.number()),
  sent: v.number(),
  waited: v.number(),
  exhausted: v.number(),
  /** The first that comes out otherwise. */
  differs: v.nullable(
    v.strictObject({ index: v.number(), call: v.string(), recorded: v.string(), now: v.string() }),
  ),
})

export type ExplainReplayShape = v.InferOutput<typeof explainReplayShape>
