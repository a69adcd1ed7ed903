/**
 * How the proxy stands. Also read by programs of another version: what they do not know they pass over, and the
 * types that this is held against stand in contract.ts.
 */
import * as v from 'valibot'
import { BENCH_REASONS } from '../../core/health/bench.ts'
import { CHECK_KINDS, VERDICTS } from '../../core/health/check.ts'
import { TIERS } from '../../core/model.ts'
import type { EndpointState } from '../contract.ts'
import { oneOf } from './one-of.ts'

/** Answer to `GET /identity`: who listens here. */
export const identityAnswer = v.object({
  product: v.literal('qcc'),
  version: v.string(),
  pid: v.number(),
  instance: v.string(),
})

const endpointState = oneOf<EndpointState>({
  ok: true,
  disabled: true,
  'fenced-off': true,
  tried: true,
  benched: true,
  'circuit-open': true,
  'on-trial': true,
  full: true,
  budget: true,
  'too-small': true,
  'host-down': true,
  shunned: true,
  draining: true,
})

const PLACES = [...TIERS, 'hand', 'default'] as const

const placeShape = v.object({
  place: v.picklist(PLACES),
  profiles: v.array(v.string()),
})

const switchShape = v.object({
  ...{ at: v.number(), from: v.nullable(placeShape), to: v.nullable(placeShape) },
  cause: v.picklist(['failover', 'recovery', 'manual', 'config']),
  reason: v.nullable(v.string()),
  evidence: v.array(
    v.variant('kind', [
      v.object({
        ...{ kind: v.literal('out'), endpoint: v.string() },
        no: v.picklist(['disabled', 'benched', 'circuit-open', 'on-trial']),
        benchReason: v.nullable(v.picklist(BENCH_REASONS)),
        ...{ since: v.nullable(v.number()), until: v.nullable(v.number()) },
      }),
      v.object({
        ...{ kind: v.literal('passed'), endpoint: v.string() },
        ...{ by: v.picklist(['request', 'probe']), at: v.number() },
      }),
    ]),
  ),
})

/** Answer to `POST /switch`, and part of the status: how the places stand. */
export const tiersAnswer = v.object({
  active: v.nullable(v.picklist(PLACES)),
  ...{ activeSince: v.number(), autoFailover: v.boolean(), autoRecovery: v.boolean() },
  hand: v.nullable(
    v.object({
      ...{ profile: v.string(), only: v.boolean(), since: v.number(), reason: v.nullable(v.string()) },
    }),
  ),
  places: v.array(
    v.object({
      ...placeShape.entries,
      ...{ isActive: v.boolean(), state: v.picklist(['serving', 'cooling', 'recovering']) },
      ...{ since: v.number(), until: v.nullable(v.number()), checks: v.number() },
    }),
  ),
  lastSwitch: v.nullable(switchShape),
})

const queueShape = v.object({
  ...{ enabled: v.boolean(), waiting: v.number(), sending: v.number() },
  oldest: v.nullable(v.object({ id: v.string(), parkedAt: v.number() })),
  next: v.nullable(
    v.object({
      id: v.string(),
      waitsFor: v.variant('kind', [
        v.object({ kind: v.picklist(['endpoint', 'hand', 'nothing']) }),
        v.object({ kind: v.literal('time'), until: v.number() }),
      ]),
    }),
  ),
  fault: v.nullable(v.string()),
})

/** Answer to `GET /status`. */
export const statusAnswer = v.object({
  version: v.string(),
  pid: v.number(),
  url: v.string(),
  ...{ host: v.string(), beyondMachine: v.boolean(), clientTokens: v.number() },
  startedAt: v.number(),
  uptimeMs: v.number(),
  stopping: v.boolean(),
  requests: v.number(),
  open: v.number(),
  memoryBytes: v.number(),
  configuration: v.number(),
  configurationFault: v.nullable(v.string()),
  logFault: v.nullable(v.string()),
  profiles: v.array(v.string()),
  tiers: tiersAnswer,
  queue: queueShape,
  networkDownSince: v.nullable(v.number()),
  held: v.array(
    v.object({ profile: v.nullable(v.string()), model: v.nullable(v.string()), requests: v.number() }),
  ),
  endpoints: v.array(
    v.object({
      ...{ id: v.string(), name: v.string(), enabled: v.boolean(), inFlight: v.number() },
      ...{ state: endpointState, reason: v.nullable(v.picklist(BENCH_REASONS)) },
      until: v.nullable(v.number()),
      benches: v.array(
        v.object({ reason: v.picklist(BENCH_REASONS), model: v.nullable(v.string()), until: v.number() }),
      ),
      effectiveWeight: v.object({
        ...{ effective: v.number(), weight: v.number(), score: v.number() },
        ...{ ramp: v.number(), quota: v.number() },
      }),
      score: v.object({
        condition: v.picklist(['healthy', 'warning', 'unhealthy', 'unknown']),
        source: v.nullable(v.picklist(['traffic', 'probes'])),
        observations: v.number(),
        ...{ overall: v.nullable(v.number()), success: v.nullable(v.number()) },
        ...{ response: v.nullable(v.number()), stability: v.nullable(v.number()) },
        quality: v.nullable(v.number()),
      }),
      lastCheck: v.nullable(
        v.object({
          ...{ at: v.number(), kind: v.picklist(CHECK_KINDS), verdict: v.picklist(VERDICTS) },
          quality: v.nullable(v.number()),
        }),
      ),
      checkTokens: v.number(),
    }),
  ),
})
