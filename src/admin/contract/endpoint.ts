/** `GET /endpoints/:id`: one endpoint in full. Instants in epoch milliseconds. */
import * as v from 'valibot'
import { endpointShape } from '../../views/shapes/endpoint.ts'
import { figuresShape } from '../../views/shapes/figures.ts'
import { healthHistoryShape, judged } from '../../views/shapes/health.ts'
import { stretch } from '../../views/shapes/stretch.ts'

/** Query of `GET /endpoints/:id`. */
export const endpointQuery = v.strictObject({
  /** 24 hours ago unless given, a year at the most. */
  since: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))),
})

export const endpointAnswer = v.strictObject({
  at: v.number(),
  since: v.number(),
  endpoint: endpointShape,
  profile: v.string(),
  /** As the proxy derives them now; null where it serves no such endpoint. */
  live: v.nullable(v.strictObject(judged)),
  /** What requests and checks since then came to, apart; null where there were none. */
  traffic: v.nullable(figuresShape),
  probes: v.nullable(figuresShape),
  /** Sixty stretches from `since` to now, the oldest first. */
  series: v.array(stretch),
  /** The last 24 hours in half hours, the oldest first. `none`: it was not asked. */
  dots: v.array(
    v.strictObject({
      since: v.number(),
      state: v.picklist(['good', 'mixed', 'bad', 'none']),
      requests: v.number(),
      served: v.number(),
      checks: v.number(),
      passed: v.number(),
    }),
  ),
  /** Checks and changes of state, newest first, as `qcc health history --json`. */
  events: healthHistoryShape.entries.events,
})

export type EndpointAnswer = v.InferOutput<typeof endpointAnswer>
