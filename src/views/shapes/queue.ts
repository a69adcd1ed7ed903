/** What `qcc queue` prints with `--json`. Instants in epoch milliseconds. */
import * as v from 'valibot'
import { ITEM_STATES } from '../../core/queue/item.ts'
import type { Retried } from '../../ports/parking.ts'
import { cost } from './cost.ts'
import { healthConfigShape } from './health-test.ts'
import { oneOf } from './one-of.ts'

const state = v.picklist(ITEM_STATES)

const wait = v.variant('kind', [
  /** Somebody who can serve. */
  v.strictObject({ kind: v.literal('endpoint') }),
  /** That, and not before `until`. */
  v.strictObject({ kind: v.literal('time'), until: v.number() }),
  /** Its client, or a person: nothing is sent by itself. */
  v.strictObject({ kind: v.literal('hand') }),
  /** It is being sent, or it is over. */
  v.strictObject({ kind: v.literal('nothing') }),
])

/** One request that is kept, without what was asked. */
export const queuedItem = v.strictObject({
  /** That of the request that was parked first. */
  id: v.string(),
  state,
  /** Null while it is open. */
  finalReason: v.nullable(
    v.picklist([
      ...(['answered', 'served-live', 'cancelled', 'broken', 'too-large'] as const),
      ...(['fault', 'attempts', 'age', 'corrupt'] as const),
    ]),
  ),
  waitsFor: wait,
  parkedAt: v.number(),
  /** When it was parked last: its client may have asked again. */
  renewedAt: v.number(),
  finishedAt: v.nullable(v.number()),
  /** The profile that it is limited to. */
  profile: v.nullable(v.string()),
  session: v.nullable(v.string()),
  agent: v.nullable(v.string()),
  method: v.string(),
  path: v.string(),
  model: v.nullable(v.string()),
  stream: v.boolean(),
  /** Of its body, as it came. */
  bytes: v.number(),
  /** Of all that is kept of it. */
  storedBytes: v.number(),
  /** Why nobody served, as an error code. */
  reason: v.string(),
  /** Its client was told 202 and fetches the answer. */
  accepted: v.boolean(),
  tries: v.array(
    v.strictObject({
      at: v.number(),
      /** For `qcc explain`. */
      request: v.string(),
      endpoint: v.nullable(v.string()),
      status: v.nullable(v.number()),
      end: v.picklist(['served', 'nobody', 'fault', 'broken']),
      /** Null when no answer came that anybody would bill. */
      cost: v.nullable(cost),
    }),
  ),
  /** Of all tries. */
  cost: v.nullable(cost),
  answer: v.nullable(
    v.strictObject({
      status: v.number(),
      bytes: v.number(),
      /** When its client got it. */
      givenAt: v.nullable(v.number()),
    }),
  ),
})

/** What of the queue stands in `qcc status`, too. */
export const queueSummary = v.strictObject({
  /** By the settings. */
  enabled: v.boolean(),
  /** Whether what waits is sent again without anybody asking. */
  auto: v.boolean(),
  /** Why it cannot be read, or written by the running proxy; null when it can. */
  fault: v.nullable(v.string()),
  counts: v.strictObject({
    ...{ pending: v.number(), retrying: v.number(), succeeded: v.number(), failed: v.number() },
    expired: v.number(),
  }),
  /** Of those that wait or are being sent. */
  oldest: v.nullable(v.strictObject({ id: v.string(), parkedAt: v.number() })),
  /** Of those that are sent by themselves, the one whose turn comes first. */
  next: v.nullable(v.strictObject({ id: v.string(), waitsFor: wait })),
  /** Of what is kept of them all. */
  storedBytes: v.number(),
})

/** As a running proxy tells it. */
export const proxyQueue = v.strictObject({
  enabled: v.boolean(),
  waiting: v.number(),
  sending: v.number(),
  oldest: queueSummary.entries.oldest,
  next: queueSummary.entries.next,
  /** Why it could not be read or written the last time; null when it could. */
  fault: v.nullable(v.string()),
})

export const queueStatusShape = v.strictObject({
  ...queueSummary.entries,
  strategy: v.picklist(['exponential', 'fixed', 'immediate']),
  /** Whether a proxy runs: without one nothing is sent. */
  proxy: v.boolean(),
  /** Of the database and its log. */
  fileBytes: v.number(),
  maxItems: v.number(),
  maxBytes: v.number(),
})

/** Newest first. */
export const queueListShape = v.strictObject({ items: v.array(queuedItem) })

export const queueShowShape = v.strictObject({
  item: queuedItem,
  /** What the stored answer says; null without one. */
  answer: v.nullable(
    v.strictObject({
      text: v.string(),
      /** Tools that it calls; `input` is JSON. */
      tools: v.array(v.strictObject({ name: v.string(), input: v.string() })),
    }),
  ),
  /** With `--body`, both as they came; null otherwise, and where nothing is kept. */
  requestBody: v.nullable(v.string()),
  answerBody: v.nullable(v.string()),
})

/** What became of one that was sent by hand. */
export const retried = v.strictObject({
  id: v.string(),
  end: oneOf<Retried['end']>({
    ...{ served: true, nobody: true, fault: true, broken: true, cancelled: true, none: true },
    ...{ 'nobody-eligible': true, 'not-pending': true, corrupt: true, failed: true },
  }),
  endpoint: v.nullable(v.string()),
  status: v.nullable(v.number()),
  /** What it is now; null when it is gone. */
  state: v.nullable(state),
})

/** `queue retry` and `queue retry-all`. */
export const queueRetryShape = v.strictObject({
  items: v.array(
    v.strictObject({
      ...retried.entries,
      /** With `--print`: the text of its answer. */
      answer: v.nullable(v.string()),
    }),
  ),
})

export const queueClearShape = v.strictObject({
  /** That were removed. */
  items: v.number(),
  /** That stay, because they are being sent. */
  beingSent: v.number(),
  /** Of the database and its log, as found on disk. */
  fileBytesBefore: v.number(),
  fileBytesAfter: v.number(),
})

export const queueConfigShape = healthConfigShape

export type QueuedItemJson = v.InferOutput<typeof queuedItem>
export type WaitJson = v.InferOutput<typeof wait>
export type QueueSummaryJson = v.InferOutput<typeof queueSummary>
export type ProxyQueueJson = v.InferOutput<typeof proxyQueue>
export type QueueStatusShape = v.InferOutput<typeof queueStatusShape>
export type QueueListShape = v.InferOutput<typeof queueListShape>
export type QueueShowShape = v.InferOutput<typeof queueShowShape>
export type QueueRetryShape = v.InferOutput<typeof queueRetryShape>
export type QueueClearShape = v.InferOutput<typeof queueClearShape>
