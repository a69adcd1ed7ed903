/** How the tiers stand, and what switched them, as `--json` prints it. Times in epoch milliseconds. */
import * as v from 'valibot'
import { BENCH_REASONS } from '../../core/health/bench.ts'
import { TIERS } from '../../core/model.ts'

/** A tier, the profile that was put first by hand, or the default profile while none has a tier. */
const placeName = v.picklist([...TIERS, 'hand', 'default'])

const place = {
  place: placeName,
  /** In the order in which they are asked. */
  profiles: v.array(v.string()),
}

/** What keeps an endpoint of the place that was left from everybody, or what spoke for the one that came back. */
const evidence = v.variant('kind', [
  v.strictObject({
    kind: v.literal('out'),
    /** `PROFILE/NAME`. */
    endpoint: v.string(),
    no: v.picklist(['disabled', 'benched', 'circuit-open', 'on-trial']),
    benchReason: v.nullable(v.picklist(BENCH_REASONS)),
    /** Null when they are not known. */
    since: v.nullable(v.number()),
    until: v.nullable(v.number()),
  }),
  v.strictObject({
    kind: v.literal('passed'),
    endpoint: v.string(),
    by: v.picklist(['request', 'probe']),
    at: v.number(),
  }),
])

/** One switch. */
export const switchParts = {
  at: v.number(),
  /** Null when nothing served before. */
  from: v.nullable(v.strictObject(place)),
  /** Null when nothing serves any more. */
  to: v.nullable(v.strictObject(place)),
  cause: v.picklist(['failover', 'recovery', 'manual', 'config']),
  /** What a person gave for it. */
  reason: v.nullable(v.string()),
  evidence: v.array(evidence),
}

export const oneSwitch = v.strictObject(switchParts)

/** Whom a person put first. */
export const hand = v.strictObject({
  profile: v.string(),
  /** Nothing else serves the root URL. */
  only: v.boolean(),
  since: v.number(),
  reason: v.nullable(v.string()),
})

const standing = {
  ...place,
  isActive: v.boolean(),
  state: v.picklist(['serving', 'cooling', 'recovering']),
  since: v.number(),
  /** When a cooling ends; null when a person has to end it, and for the other states. */
  until: v.nullable(v.number()),
  /** What a recovery has passed so far. */
  checks: v.number(),
}

const tiersParts = {
  /** The place that serves; null when there is none. */
  active: v.nullable(placeName),
  /** Since when: the last switch, or the start of the proxy. */
  activeSince: v.number(),
  /** As the settings say. */
  autoFailover: v.boolean(),
  autoRecovery: v.boolean(),
  hand: v.nullable(hand),
  lastSwitch: v.nullable(oneSwitch),
}

/** As a running proxy tells it; `places` are in the order in which they are asked. */
export const tiers = v.strictObject({ ...tiersParts, places: v.array(v.strictObject(standing)) })

/** The same, each place with the switch that made it as it is; null where none did, or it is not known. */
export const explainedTiers = v.strictObject({
  ...tiersParts,
  places: v.array(v.strictObject({ ...standing, why: v.nullable(oneSwitch) })),
})

export type SwitchJson = v.InferOutput<typeof oneSwitch>
export type TiersJson = v.InferOutput<typeof tiers>
export type ExplainedTiersJson = v.InferOutput<typeof explainedTiers>
