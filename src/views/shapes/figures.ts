/** What requests or checks of an endpoint came to, as `--json` prints it. */
import * as v from 'valibot'

/** Times to the first content, in ms; null where there was none. */
export const figuresShape = v.strictObject({
  observations: v.number(),
  successPercent: v.nullable(v.number()),
  meanMs: v.nullable(v.number()),
  p50Ms: v.nullable(v.number()),
  p95Ms: v.nullable(v.number()),
  p99Ms: v.nullable(v.number()),
  /** Output of answers that ended well. */
  tokensPerSecond: v.nullable(v.number()),
})

export type FiguresShape = v.InferOutput<typeof figuresShape>
