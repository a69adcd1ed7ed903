/** Requests that are over, by their trails. Instants in epoch milliseconds. */
import * as v from 'valibot'
import { explainShape } from '../../views/shapes/explain.ts'
import { requestSummary } from '../../views/shapes/requests.ts'

const MOST_REQUESTS = 500

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))
/** A number in a query. */
const whole = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))

/** Query of `GET /requests`; all that is named must fit. */
export const requestsQuery = v.strictObject({
  /** 100 unless given. */
  limit: v.optional(v.pipe(whole, v.minValue(1), v.maxValue(MOST_REQUESTS)), '100'),
  /** `next` of an earlier answer: what came before that. */
  before: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}\.\d{1,9}$/))),
  ending: v.optional(v.picklist(explainShape.entries.ending.options)),
  /** `PROFILE/NAME`: who was asked, whether or not it answered. */
  endpoint: v.optional(text),
  /** The profile that it was limited to, or of an endpoint that was asked. */
  profile: v.optional(text),
  model: v.optional(text),
  /** Those that took at least so long. */
  minMs: v.optional(whole),
  kind: v.optional(v.picklist(explainShape.entries.kind.options)),
  /** The beginning of an id. */
  id: v.optional(text),
})

/** Answer to `GET /requests`. */
export const requestsAnswer = v.strictObject({
  /** Newest first, by when they ended. */
  requests: v.array(requestSummary),
  /** For `before`, where there may be more; null at the end. A page may be short, or empty, and not the last. */
  next: v.nullable(v.string()),
})

/** Answer to `GET /requests/:id`: as `qcc explain ID --json`, and more. */
export const requestAnswer = v.strictObject({
  ...explainShape.entries,
  /** What its client sent: name, value, name, value, without secrets. Null where they are not held: only those of the newest 500 are, while the proxy runs. */
  headers: v.nullable(v.array(v.string())),
})

/** Answer to `GET /requests/:id/text`: as `qcc explain ID` prints it. */
export const requestTextAnswer = v.strictObject({ text: v.string() })

export type RequestsQuery = v.InferOutput<typeof requestsQuery>
export type RequestSummary = v.InferOutput<typeof requestSummary>
export type RequestsAnswer = v.InferOutput<typeof requestsAnswer>
export type RequestAnswer = v.InferOutput<typeof requestAnswer>
export type RequestTextAnswer = v.InferOutput<typeof requestTextAnswer>
