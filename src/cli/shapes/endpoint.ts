/** An endpoint as `--json` prints it. */
import * as v from 'valibot'

export const endpointShape = v.strictObject({
  id: v.string(),
  /** `PROFILE/NAME`. */
  name: v.string(),
  enabled: v.boolean(),
  weight: v.number(),
  /** Its part of the new sessions of its profile, as configured; null while it is disabled. */
  sharePercent: v.nullable(v.number()),
  /** Requests without a complete answer; null when no proxy runs that serves it. */
  inFlight: v.nullable(v.number()),
  /** `PROFILE/NAME` of the endpoint whose target it uses; null when it has its own. */
  reusedFrom: v.nullable(v.string()),
  baseUrl: v.string(),
  auth: v.picklist(['x-api-key', 'bearer', 'both']),
  /** A reference to the key, never the key: `secret:ID`, `env:NAME` or `cmd:COMMAND`. */
  credential: v.string(),
  /** Names of models as clients ask for them, and as they are sent. */
  models: v.record(v.string(), v.string()),
  /** What differs from the settings, in seconds. */
  timeouts: v.strictObject({
    connect: v.optional(v.number()),
    'first-content': v.optional(v.number()),
    idle: v.optional(v.number()),
  }),
  outboundProxy: v.nullable(v.string()),
})

export type EndpointShape = v.InferOutput<typeof endpointShape>
