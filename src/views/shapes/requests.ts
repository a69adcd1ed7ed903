/** A request in one line of a list. Instants in epoch milliseconds. */
import * as v from 'valibot'
import { cost } from './cost.ts'
import { explainShape } from './explain.ts'

/** Each token is in one of the counts only. */
export const tokens = v.strictObject({
  /** Neither read from a cache nor written to one. */
  input: v.number(),
  output: v.number(),
  cacheRead: v.number(),
  cacheWrite: v.number(),
})

export const requestSummary = v.strictObject({
  request: v.string(),
  arrivedAt: v.number(),
  method: v.string(),
  path: v.string(),
  kind: explainShape.entries.kind,
  /** As the client asked for it. */
  model: v.nullable(v.string()),
  stream: v.boolean(),
  /** Of its body, as far as that was kept. */
  bytes: v.number(),
  session: v.nullable(v.string()),
  /** The profile that it was limited to; null at the root URL. */
  fence: v.nullable(v.string()),
  ending: explainShape.entries.ending,
  /** Null when the client left before there was one. */
  status: v.nullable(v.number()),
  /** Who answered; null when nobody did. */
  endpoint: v.nullable(v.string()),
  attempts: v.number(),
  /** Why the last attempt that failed did, in a few words; null where none did. */
  why: v.nullable(v.string()),
  contentAfterMs: v.nullable(v.number()),
  tookMs: v.number(),
  /** Of all its attempts; null where none told any. */
  tokens: v.nullable(tokens),
  /** Of all its attempts; null where nobody would bill anything. */
  cost: v.nullable(cost),
})

export type RequestSummary = v.InferOutput<typeof requestSummary>
