/** Messages about what happens: what a webhook gets, and what came of a test. Instants in epoch milliseconds. */
import * as v from 'valibot'
import { BENCH_REASONS } from '../../core/health/bench.ts'
import { DELIVERY_FAULTS } from '../../core/notify/delivery-fault.ts'
import { CHANNELS } from '../../core/notify/notice.ts'
import { healthConfigShape } from './health-test.ts'
import { switchParts } from './tiers.ts'

export const tried = v.strictObject({
  channel: v.picklist(CHANNELS),
  sent: v.boolean(),
  /** Why it did not arrive; null when it did. */
  fault: v.nullable(
    v.strictObject({
      code: v.picklist(DELIVERY_FAULTS),
      values: v.record(v.string(), v.union([v.string(), v.number()])),
    }),
  ),
})

/** `qcc notify test --json`. */
export const notifyTestShape = v.strictObject({
  /** Whether the running proxy sent it, as it will send notices. */
  byProxy: v.boolean(),
  channels: v.array(v.strictObject({ ...tried.entries, why: v.nullable(v.string()) })),
})

/** `qcc notify config --json`. */
export const notifyConfigShape = healthConfigShape

const at = v.number()
const since = v.number()
const endpoint = v.string()

const notice = v.variant('kind', [
  v.strictObject({ kind: v.literal('switch'), at, one: v.strictObject(switchParts) }),
  v.strictObject({
    kind: v.literal('all-out'),
    at,
    /** Each endpoint that is meant to serve the root URL, and what keeps it from that. */
    out: v.array(
      v.strictObject({
        endpoint,
        why: v.picklist([...BENCH_REASONS, 'disabled', 'circuit-open', 'on-trial']),
        until: v.nullable(v.number()),
      }),
    ),
  }),
  v.strictObject({ kind: v.literal('all-out-over'), at, since }),
  v.strictObject({ kind: v.literal('key-dead'), at, endpoint, why: v.picklist(['credential', 'balance']) }),
  v.strictObject({ kind: v.literal('key-dead-over'), at, endpoint, since }),
  v.strictObject({
    kind: v.literal('budget'),
    at,
    endpoint,
    /** That checks used today, and may use. */
    tokens: v.number(),
    most: v.number(),
    until: v.number(),
  }),
  v.strictObject({ kind: v.literal('test'), at }),
])

/** What is posted to a webhook of one's own. */
export const noticeShape = v.strictObject({
  product: v.literal('qcc'),
  /** Another one when what is here changes its meaning. */
  format: v.literal(1),
  /** Name of the machine that the proxy runs on. */
  host: v.string(),
  /** For people, in their language. */
  title: v.string(),
  text: v.string(),
  notice: v.variant('kind', [
    ...notice.options,
    /** Several that were not told one by one: of each subject the newest, and how many there were. */
    v.strictObject({
      kind: v.literal('held-back'),
      at,
      held: v.array(v.strictObject({ notice, times: v.number() })),
    }),
  ]),
})

export type NotifyTestShape = v.InferOutput<typeof notifyTestShape>
