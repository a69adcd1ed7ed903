/** `qcc simulate --json`. Durations and instants in milliseconds, instants from the beginning of the scenario. */
import * as v from 'valibot'

const counts = v.record(v.string(), v.number())

const scenario = v.strictObject({
  name: v.string(),
  lastsMs: v.number(),
  /** Requests as people see them, those that they gave up left out. */
  asked: v.number(),
  served: v.number(),
  left: v.number(),
  /** What endpoints got. */
  sends: v.number(),
  /** Answers that may be billed beyond one for each request that was served. */
  extraPaid: v.number(),
  probes: v.number(),
  /** Of what was served: from the request to the send that served it. */
  addedP50Ms: v.number(),
  addedP99Ms: v.number(),
  /** The same, of those alone that were sent more than once. */
  failoverP99Ms: v.number(),
  /** How often a session went on at another endpoint. */
  moves: v.number(),
  /** Changes of the tier that is asked first. */
  switches: v.array(
    v.strictObject({
      atMs: v.number(),
      from: v.nullable(v.string()),
      to: v.nullable(v.string()),
      cause: v.picklist(['failover', 'recovery', 'manual', 'config']),
    }),
  ),
  /** How long each tier was the one asked first. */
  onTierMs: counts,
  /** Sixty stretches of the same length. */
  timeline: v.array(v.strictObject({ served: counts, failed: v.number() })),
})

export const simulateShape = v.strictObject({
  seed: v.number(),
  /** Whether it is a person's own configuration, or the one that ships. */
  configuration: v.picklist(['own', 'built-in']),
  scenarios: v.array(scenario),
})

export type SimulateShape = v.InferOutput<typeof simulateShape>
