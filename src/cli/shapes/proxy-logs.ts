/** A line of `qcc proxy logs --json`, of the log files, and of `qcc proxy start --json`: one JSON object each. */
import * as v from 'valibot'
import { CHANNELS } from '../../core/notify/notice.ts'
import { checkFacts } from '../../views/shapes/probe-report.ts'
import { news } from '../../views/shapes/news.ts'
import { switchParts } from '../../views/shapes/tiers.ts'

/** `at` is in epoch milliseconds, every duration in milliseconds. */
const common = { level: v.picklist(['debug', 'info', 'warn', 'error']), at: v.number() }

export const proxyLogsShape = v.variant('event', [
  v.strictObject({
    ...common,
    event: v.literal('attempt'),
    request: v.string(),
    /** `PROFILE/NAME`. */
    endpoint: v.string(),
    outcome: v.string(),
    progress: v.picklist(['not-sent', 'sent', 'streaming', 'committed']),
    /** What was seen, in a few words; empty for a success. */
    why: v.string(),
    tookMs: v.number(),
  }),
  v.strictObject({
    ...common,
    event: v.literal('commit'),
    request: v.string(),
    endpoint: v.string(),
    afterMs: v.number(),
  }),
  v.strictObject({ ...common, event: v.literal('endpoint'), endpoint: v.string(), news }),
  v.strictObject({ ...common, event: v.literal('switch'), ...switchParts }),
  v.strictObject({
    ...common,
    event: v.literal('answer'),
    request: v.string(),
    method: v.string(),
    path: v.string(),
    model: v.nullable(v.string()),
    ending: v.picklist(['served', 'passed', 'refused', 'broken', 'cancelled', 'accepted', 'local']),
    status: v.nullable(v.number()),
    /** Null when the answer is of QCC itself. */
    endpoint: v.nullable(v.string()),
    attempts: v.number(),
    tookMs: v.number(),
  }),
  v.strictObject({
    ...common,
    event: v.literal('listening'),
    version: v.string(),
    pid: v.number(),
    url: v.string(),
    configuration: v.number(),
    endpoints: v.array(v.string()),
  }),
  v.strictObject({ ...common, event: v.literal('not-started'), why: v.string() }),
  v.strictObject({
    ...common,
    event: v.literal('config-followed'),
    configuration: v.number(),
    endpoints: v.array(v.string()),
    /** Settings that were changed and hold only after a restart. */
    needsRestart: v.array(v.string()),
  }),
  v.strictObject({ ...common, event: v.literal('config-refused'), why: v.string() }),
  v.strictObject({ ...common, event: v.literal('stopping'), open: v.number(), drainMs: v.number() }),
  v.strictObject({ ...common, event: v.literal('stopped'), broken: v.number() }),
  v.strictObject({ ...common, event: v.literal('lines-lost'), lines: v.number(), why: v.string() }),
  v.strictObject({
    ...common,
    event: v.literal('probe'),
    /** Why it was made; `asked`: by a person. */
    reason: v.picklist(['recheck', 'trial', 'tier', 'network', 'routine', 'stale', 'asked']),
    endpoint: v.string(),
    ...checkFacts,
  }),
  v.strictObject({
    ...common,
    event: v.literal('parked'),
    request: v.string(),
    /** Id in the queue: that of the request that was parked first. */
    item: v.string(),
    /** Why nobody served, as an error code. */
    reason: v.string(),
  }),
  v.strictObject({ ...common, event: v.literal('not-parked'), request: v.string(), why: v.string() }),
  v.strictObject({
    ...common,
    event: v.literal('retry'),
    /** Id of that sending. */
    request: v.string(),
    item: v.string(),
    end: v.picklist(['served', 'nobody', 'fault', 'broken']),
    endpoint: v.nullable(v.string()),
    status: v.nullable(v.number()),
    /** Of the item from then on. */
    state: v.picklist(['pending', 'retrying', 'succeeded', 'failed', 'expired']),
    /** When it may be sent again; null when no time is waited for. */
    nextAt: v.nullable(v.number()),
  }),
  v.strictObject({
    ...common,
    event: v.literal('answered-from-queue'),
    request: v.string(),
    item: v.string(),
    how: v.picklist(['stored', 'attached']),
  }),
  v.strictObject({ ...common, event: v.literal('queue-fault'), why: v.string() }),
  v.strictObject({ ...common, event: v.literal('state-not-saved'), why: v.string() }),
  v.strictObject({ ...common, event: v.literal('trail-not-saved'), why: v.string() }),
  v.strictObject({ ...common, event: v.literal('traces-not-sent'), why: v.string() }),
  v.strictObject({
    ...{ ...common, event: v.literal('not-notified'), why: v.string() },
    channel: v.picklist(CHANNELS),
  }),
  v.strictObject({
    ...{ ...common, event: v.literal('settings-healed'), file: v.string() },
    what: v.picklist(['use', 'undo']),
    how: v.picklist(['finished', 'taken-back']),
  }),
  v.strictObject({ ...common, event: v.literal('fault'), message: v.string() }),
])
