/** `POST /try`: a small message, sent to the proxy as any client would. */
import * as v from 'valibot'

export const MOST_CHARACTERS = 10_000

export const tryRequest = v.strictObject({
  /** Null for the root URL. */
  profile: v.nullable(v.string()),
  /** Null for the model that checks ask for. */
  model: v.nullable(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))),
  text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_CHARACTERS)),
})

export const tryAnswer = v.strictObject({
  /** Id of the request, for its trail. */
  request: v.string(),
  status: v.number(),
  /** Who answered; null when the answer is QCC's own. */
  endpoint: v.nullable(v.string()),
  /** What the model said, or what went wrong. */
  text: v.string(),
  isServed: v.boolean(),
  tookMs: v.number(),
})

export type TryRequest = v.InferOutput<typeof tryRequest>
export type TryAnswer = v.InferOutput<typeof tryAnswer>
