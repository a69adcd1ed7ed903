/** An endpoint as `--json` prints it. */
import * as v from 'valibot'
import type { EndpointNo } from '../../core/failover/eligible.ts'
import { BENCH_REASONS } from '../../core/health/bench.ts'
import { VERDICTS } from '../../core/rules.ts'
import { oneOf } from './one-of.ts'

const reasonShape = v.picklist(BENCH_REASONS)

/** What a running proxy knows of an endpoint. Times in epoch milliseconds. */
export const healthParts = {
  /** `ok`, or what would keep it from serving a new request. */
  state: oneOf<'ok' | EndpointNo['kind']>({
    ...{ ok: true, disabled: true, 'fenced-off': true, tried: true, benched: true, 'circuit-open': true },
    ...{ 'on-trial': true, full: true, budget: true, 'too-small': true, 'host-down': true, shunned: true },
    draining: true,
  }),
  /** Why it is benched; null when it is not. */
  reason: v.nullable(reasonShape),
  /** When that ends; null when it is not known. */
  until: v.nullable(v.number()),
  /** All benches, those of single models among them. */
  benches: v.array(v.strictObject({ reason: reasonShape, model: v.nullable(v.string()), until: v.number() })),
  /** Its share of new sessions beside the others of its profile, for what is known of it. */
  effectiveWeight: v.strictObject({
    /** The product of what follows; 0 while it is out. */
    effective: v.number(),
    /** As configured. */
    weight: v.number(),
    /** For its health beside the others of its profile, 0.1 to 2. */
    score: v.number(),
    /** For its return, 0.1 to 1. */
    ramp: v.number(),
    /** For what is left of its limits, 0.1 to 1. */
    quota: v.number(),
  }),
}

const healthShape = v.strictObject(healthParts)

export const endpointShape = v.strictObject({
  id: v.string(),
  /** `PROFILE/NAME`. */
  name: v.string(),
  enabled: v.boolean(),
  weight: v.number(),
  /** Under the strategy `priority`: 1 is asked first. */
  priority: v.number(),
  /** Requests that may be out on it at once; null without a limit. */
  maxConcurrent: v.nullable(v.number()),
  /** Its part of the new sessions of its profile, as configured; null while it is disabled, or where load or speed decides. */
  sharePercent: v.nullable(v.number()),
  /** Requests without a complete answer; null when no proxy runs that serves it. */
  inFlight: v.nullable(v.number()),
  /** How it stands; null when no proxy runs that serves it. */
  health: v.nullable(healthShape),
  /** `PROFILE/NAME` of the endpoint whose target it uses; null when it has its own. */
  reusedFrom: v.nullable(v.string()),
  baseUrl: v.string(),
  auth: v.picklist(['x-api-key', 'bearer', 'both']),
  /** A reference to the key, never the key: `secret:ID`, `env:NAME`, `cmd:COMMAND` or `keychain:SERVICE/ACCOUNT`. */
  credential: v.string(),
  /** Names of models as clients ask for them, `*` standing for any text, and as they are sent. */
  models: v.record(v.string(), v.string()),
  /** Beta features that are not sent to it; in a name `*` stands for any text. */
  deniedBetas: v.array(v.string()),
  /** False: Claude Code is asked to leave out the block that says which client asks. */
  attribution: v.boolean(),
  /** What its refusals mean where the built-in rules (`config get routing.rules`) get it wrong. */
  rules: v.array(
    v.strictObject({
      status: v.optional(v.union([v.number(), v.array(v.number())])),
      type: v.optional(v.string()),
      pattern: v.optional(v.string()),
      outcome: v.picklist(VERDICTS),
    }),
  ),
  /** What differs from the settings, in seconds. */
  timeouts: v.strictObject({
    connect: v.optional(v.number()),
    'first-content': v.optional(v.number()),
    idle: v.optional(v.number()),
  }),
  outboundProxy: v.nullable(v.string()),
})

export type EndpointShape = v.InferOutput<typeof endpointShape>
