/**
 * What comes in from outside as a value of the contract: requests of whoever
 * has the token, `run.json`, which anybody may have written, and the answers of
 * a proxy that may be of another version than who asks it.
 */
import * as v from 'valibot'
import { BENCH_REASONS } from '../core/health/bench.ts'
import { CHECK_KINDS, VERDICTS } from '../core/health/check.ts'
import { LOOKED } from '../core/health/judgement.ts'
import { TIERS } from '../core/model.ts'
import { ITEM_STATES } from '../core/queue/item.ts'
import { AppError } from '../errors/app-error.ts'
import { loginLinkAnswer, type LoginLinkAnswer } from './contract/access.ts'
import { parsed } from './parsed.ts'
import type { Retried } from '../ports/parking.ts'
import type {
  EndpointState,
  Identity,
  ProbeAnswer,
  ProbeRequest,
  ProxyStatus,
  RetryAnswer,
  RetryRequest,
  RunFile,
  StopAnswer,
  StopRequest,
  SwitchRequest,
  TiersStatus,
} from './contract.ts'

/** No timer of Node waits for longer than 2^31 milliseconds. */
const LONGEST_MS = 24 * 86_400_000

const stopRequestShape = v.strictObject({
  drainMs: v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_MS)),
})

/** Throws `bad-request` for anything that is not a stop request. */
export function parseStopRequest(body: string): StopRequest {
  const request = parsed(stopRequestShape, body)
  if (request !== null) return request
  throw new AppError('bad-request', 'The body is JSON of the form {"drainMs": 30000}, for 24 days at most.')
}

const MOST_ENDPOINTS = 1_000

const checkKind = v.picklist(CHECK_KINDS)

const probeRequestShape = v.strictObject({
  endpoints: v.pipe(v.array(v.string()), v.maxLength(MOST_ENDPOINTS)),
  kind: v.optional(checkKind, 'conversation'),
})

/** Throws `bad-request` for anything that does not name endpoints. */
export function parseProbeRequest(body: string): ProbeRequest {
  const request = parsed(probeRequestShape, body)
  if (request !== null) return request
  throw new AppError(
    'bad-request',
    'The body is JSON of the form {"endpoints": ["ID"], "kind": "conversation"}.',
  )
}

/** Of a reason that a person gives for a switch. */
const MOST_CHARACTERS = 500

const switchRequestShape = v.strictObject({
  hand: v.nullable(
    v.strictObject({
      profile: v.string(),
      only: v.boolean(),
      reason: v.nullable(v.pipe(v.string(), v.maxLength(MOST_CHARACTERS))),
    }),
  ),
})

/** Throws `bad-request` for anything that is not a switch by hand. */
export function parseSwitchRequest(body: string): SwitchRequest {
  const request = parsed(switchRequestShape, body)
  if (request !== null) return request
  throw new AppError(
    'bad-request',
    'The body is JSON of the form {"hand": {"profile": "NAME", "only": false, "reason": null}} or {"hand": null}.',
  )
}

/** As many as a queue may hold, and more. */
const MOST_ITEMS = 100_000

const retryRequestShape = v.strictObject({
  ids: v.nullable(v.pipe(v.array(v.string()), v.maxLength(MOST_ITEMS))),
})

/** Throws `bad-request` for anything that does not say what to send again. */
export function parseRetryRequest(body: string): RetryRequest {
  const request = parsed(retryRequestShape, body)
  if (request !== null) return request
  throw new AppError('bad-request', 'The body is JSON of the form {"ids": ["ID"]} or {"ids": null} for all.')
}

const runFileShape = v.object({
  url: v.pipe(v.string(), v.regex(/^http:\/\/[^/]+$/)),
  instance: v.string(),
  pid: v.number(),
  token: v.string(),
  clientToken: v.optional(v.nullable(v.string()), null),
  flags: v.record(v.string(), v.union([v.string(), v.number()])),
  profile: v.nullable(v.string()),
  daemon: v.boolean(),
})

const identityShape = v.object({
  product: v.literal('qcc'),
  version: v.string(),
  pid: v.number(),
  instance: v.string(),
})

/** One of the keys, all of which the compiler demands: a word that is new elsewhere must not make answers unreadable. */
const oneOf = <K extends string>(words: Readonly<Record<K, true>>) => v.picklist(Object.keys(words) as K[])

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

const tiersShape = v.object({
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

const statusShape = v.object({
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
  tiers: tiersShape,
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

const probeAnswerShape = v.object({
  reports: v.array(
    v.object({
      ...{ id: v.string(), name: v.string(), at: v.number(), why: v.string() },
      ...{ kind: checkKind, result: v.picklist(['pass', 'unclear', 'fail']) },
      verdict: v.nullable(v.picklist(VERDICTS)),
      ...{ status: v.nullable(v.number()), quality: v.nullable(v.number()) },
      ...{ model: v.nullable(v.string()), modelNamed: v.nullable(v.string()) },
      ...{ firstByteMs: v.nullable(v.number()), firstContentMs: v.nullable(v.number()) },
      totalMs: v.nullable(v.number()),
      tokens: v.object({ in: v.number(), out: v.number() }),
      ...{ question: v.nullable(v.string()), answer: v.nullable(v.string()) },
      lines: v.array(
        v.object({ looked: v.picklist(LOOKED), isFine: v.nullable(v.boolean()), seen: v.string() }),
      ),
    }),
  ),
})

const retryAnswerShape = v.object({
  retried: v.array(
    v.object({
      id: v.string(),
      end: oneOf<Retried['end']>({
        ...{ served: true, nobody: true, fault: true, broken: true, cancelled: true },
        ...{ 'nobody-eligible': true, 'not-pending': true, corrupt: true, none: true },
        failed: true,
      }),
      ...{ endpoint: v.nullable(v.string()), status: v.nullable(v.number()) },
      state: v.nullable(v.picklist(ITEM_STATES)),
    }),
  ),
})

const stopAnswerShape = v.object({ broken: v.number() })

export const parseRunFile = (text: string): RunFile | null => parsed(runFileShape, text)
export const parseIdentity = (text: string): Identity | null => parsed(identityShape, text)
export const parseLoginLinkAnswer = (text: string): LoginLinkAnswer | null => parsed(loginLinkAnswer, text)
export const parseStatus = (text: string): ProxyStatus | null => parsed(statusShape, text)
export const parseProbeAnswer = (text: string): ProbeAnswer | null => parsed(probeAnswerShape, text)
export const parseSwitchAnswer = (text: string): TiersStatus | null => parsed(tiersShape, text)
export const parseRetryAnswer = (text: string): RetryAnswer | null => parsed(retryAnswerShape, text)
export const parseStopAnswer = (text: string): StopAnswer | null => parsed(stopAnswerShape, text)
