import * as v from 'valibot'

/** What ended within a stretch of time, of one endpoint. */
export const stretch = v.strictObject({
  /** When it began. */
  since: v.number(),
  /** Messages that it was asked, and those that it served. */
  requests: v.number(),
  served: v.number(),
  /** To the first content; null where there was none. */
  p50Ms: v.nullable(v.number()),
  p95Ms: v.nullable(v.number()),
  /** Checks, and those that went well. */
  checks: v.number(),
  passed: v.number(),
})
