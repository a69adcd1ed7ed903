/** What `qcc priority` prints with `--json`. */
import * as v from 'valibot'
import { TIERS } from '../../core/model.ts'
import { tierOrNone } from './tier.ts'

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
})

export type PrioritySetShape = v.InferOutput<typeof prioritySetShape>
export type PriorityListShape = v.InferOutput<typeof priorityListShape>
