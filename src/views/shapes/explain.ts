/** `qcc explain --json`: the trail of one request. */
import * as v from 'valibot'
import { ENDINGS } from '../endings.ts'
import { cost } from './cost.ts'
import { news } from './news.ts'

const list = <S extends v.GenericSchema>(of: S) => v.pipe(v.array(of), v.readonly())

const until = v.nullable(v.number())

/** What spoke against an endpoint; `until`: when that ends (epoch milliseconds). */
const against = v.variant('kind', [
  v.strictObject({
    kind: v.picklist([
      'disabled',
      'fenced-off',
      'budget',
      'host-down',
      'shunned',
      'draining',
      'tier-recovering',
      'tier-ramping',
      'tier-returned',
      'failover-off',
    ]),
  }),
  /** `until` is null where only a person ends it. */
  v.strictObject({ kind: v.literal('tier-cooling'), until }),
  v.strictObject({ kind: v.literal('tried'), until }),
  v.strictObject({
    kind: v.literal('benched'),
    until: v.number(),
    reason: v.string(),
    /** Null for every model. */
    model: v.nullable(v.string()),
    /** Where its end was read; `usual` when it was not told. */
    origin: v.string(),
  }),
  v.strictObject({ kind: v.literal('circuit-open'), until: v.number() }),
  v.strictObject({ kind: v.literal('on-trial'), hasPermit: v.boolean() }),
  v.strictObject({ kind: v.literal('full'), inFlight: v.number(), most: v.number() }),
  v.strictObject({ kind: v.literal('too-small'), bytes: v.number() }),
])

/** What the answer said of itself; each token is in one of the counts only. */
const receipt = v.strictObject({
  /** The model that answered. */
  model: v.nullable(v.string()),
  stopReason: v.nullable(v.string()),
  usage: v.nullable(
    v.strictObject({
      input: v.number(),
      output: v.number(),
      cacheRead: v.number(),
      cacheWrite5m: v.number(),
      cacheWrite1h: v.number(),
      webSearches: v.number(),
      tier: v.nullable(v.string()),
      speed: v.nullable(v.string()),
      place: v.nullable(v.string()),
      /** More was billed than these counts hold. */
      isPartial: v.boolean(),
    }),
  ),
})

const considering = {
  /** Since the request arrived. */
  afterMs: v.number(),
  /** Everybody who might have served it, in order; `no` is null where nothing spoke against it. */
  considered: list(v.strictObject({ endpoint: v.string(), no: v.nullable(against) })),
}

const step = v.variant('kind', [
  v.strictObject({
    kind: v.literal('attempt'),
    ...considering,
    /** `PROFILE/NAME`. */
    endpoint: v.string(),
    endpointId: v.string(),
    /** Why this one. */
    because: v.picklist([
      ...['only', 'session', 'order', 'again', 'need'],
      ...['share', 'turn', 'chance', 'load', 'speed', 'priority'],
    ] as const),
    /** As it was sent. */
    model: v.nullable(v.string()),
    outcome: v.string(),
    progress: v.picklist(['not-sent', 'sent', 'streaming', 'committed']),
    why: v.string(),
    status: v.nullable(v.number()),
    /** The endpoint's own name for this request. */
    requestId: v.nullable(v.string()),
    /** Since the attempt began: the connection stood, headers were there, the first content went out, the end. */
    sentMs: v.nullable(v.number()),
    headMs: v.nullable(v.number()),
    contentMs: v.nullable(v.number()),
    tookMs: v.number(),
    receipt,
    cost,
    /** What it taught about the endpoint. */
    news: list(news),
    /** Its headers, where the client had got others before: name, value, name, value. */
    lostHeaders: list(v.string()),
  }),
  v.strictObject({
    kind: v.literal('wait'),
    ...considering,
    why: v.picklist(['room', 'budget', 'turn', 'rest', 'again']),
    tookMs: v.number(),
  }),
  v.strictObject({ kind: v.literal('nobody'), ...considering }),
  v.strictObject({
    kind: v.literal('queue'),
    ...considering,
    what: v.picklist([
      'parked',
      'not-parked',
      'taken-over',
      'attached',
      'detached',
      'answered',
      'sent-again',
    ]),
    /** Id in the queue; null when it is not kept. */
    item: v.nullable(v.string()),
  }),
])

export const explainShape = v.strictObject({
  request: v.string(),
  /** Epoch milliseconds. */
  arrivedAt: v.number(),
  method: v.string(),
  path: v.string(),
  kind: v.picklist(['message', 'count', 'read', 'write']),
  model: v.nullable(v.string()),
  stream: v.boolean(),
  /** Of its body, as far as that was kept. */
  bytes: v.number(),
  session: v.nullable(v.string()),
  agent: v.nullable(v.string()),
  /** The profile that it was limited to. */
  fence: v.nullable(v.string()),
  /** Version of the configuration. */
  configuration: v.number(),
  steps: list(step),
  ending: v.picklist(ENDINGS),
  status: v.nullable(v.number()),
  /** Who answered. */
  endpoint: v.nullable(v.string()),
  attempts: v.number(),
  /** When the client got its first content. */
  contentAfterMs: v.nullable(v.number()),
  tookMs: v.number(),
})

export type ExplainShape = v.InferOutput<typeof explainShape>
