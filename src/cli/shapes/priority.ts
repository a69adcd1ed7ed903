/** What `qcc priority` prints with `--json`. */
import * as v from 'valibot'
import { TIERS } from '../../core/model.ts'
import { STRATEGIES } from '../../settings/schema.ts'
import { tierOrNone } from '../../views/shapes/tier.ts'
import { explainedTiers, hand, oneSwitch, tiers } from '../../views/shapes/tiers.ts'

/** `priority set`. */
export const prioritySetShape = v.strictObject({
  /** Version of the configuration after the command. */
  version: v.number(),
  /** False when everything was so already; then there is no new version. */
  changed: v.boolean(),
  profile: v.string(),
  tier: tierOrNone,
  /** The profiles that serve the root URL now, in the order in which they are asked. */
  active: v.array(v.string()),
})

/** `priority list`. */
export const priorityListShape = v.strictObject({
  /** Version of the configuration; 0 before the first change. */
  version: v.number(),
  /** Why these serve: those with a tier, the default profile by choice or as the first one; `none` serves. */
  why: v.picklist(['tiers', 'chosen', 'first', 'none']),
  /** The profiles that serve the root URL, in the order in which they are asked. */
  active: v.array(v.string()),
  /** Every tier, in order, also without a profile. */
  tiers: v.array(
    v.strictObject({
      tier: v.picklist(TIERS),
      profiles: v.array(
        v.strictObject({
          name: v.string(),
          endpoints: v.strictObject({ enabled: v.number(), all: v.number() }),
        }),
      ),
    }),
  ),
  withoutTier: v.array(v.string()),
  /** How they stand in the running proxy; null when none runs, or one that was started for one profile alone. */
  live: v.nullable(explainedTiers),
})

/** `priority switch`: how the tiers stand after it, as the proxy tells it. */
export const prioritySwitchShape = v.strictObject({
  /** False when it was so already. */
  changed: v.boolean(),
  tiers,
})

/** `priority history`: the newest one first. */
export const priorityHistoryShape = v.strictObject({ switches: v.array(oneSwitch) })

/** `priority policy`. */
export const priorityPolicyShape = v.strictObject({
  /** Version of the configuration. */
  version: v.number(),
  /** Whether the command made that version. */
  changed: v.boolean(),
  /** By the settings; durations in seconds. */
  policy: v.strictObject({
    autoFailover: v.boolean(),
    autoRecovery: v.boolean(),
    recoveryChecks: v.number(),
    /** Of a tier that was left, before it is doubled. */
    cooldown: v.number(),
    /** The longest that a circuit is open. */
    circuitMaxOpen: v.number(),
    failureThreshold: v.number(),
    strategy: v.picklist(STRATEGIES),
  }),
  /** What a person has put first in the running proxy; with `only` there is no failover, whatever the policy says. */
  hand: v.nullable(hand),
})

export type PrioritySetShape = v.InferOutput<typeof prioritySetShape>
export type PriorityListShape = v.InferOutput<typeof priorityListShape>
export type PrioritySwitchShape = v.InferOutput<typeof prioritySwitchShape>
export type PriorityHistoryShape = v.InferOutput<typeof priorityHistoryShape>
export type PriorityPolicyShape = v.InferOutput<typeof priorityPolicyShape>
