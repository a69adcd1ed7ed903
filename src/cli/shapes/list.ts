/** `qcc list --json`. */
import * as v from 'valibot'
import { strategyParts } from '../../views/shapes/profile.ts'
import { tierOrNone } from '../../views/shapes/tier.ts'

export const listShape = v.strictObject({
  /** Version of the configuration; 0 before the first change. */
  version: v.number(),
  profiles: v.array(
    v.strictObject({
      name: v.string(),
      description: v.nullable(v.string()),
      isDefault: v.boolean(),
      tier: tierOrNone,
      ...strategyParts,
      endpoints: v.strictObject({ enabled: v.number(), all: v.number() }),
      /** When a request of it was served last (epoch milliseconds), as far as trails are kept; null when none was. */
      lastUsedAt: v.nullable(v.number()),
      /** Each once, in the order of the endpoints. */
      baseUrls: v.array(v.string()),
    }),
  ),
})

export type ListShape = v.InferOutput<typeof listShape>
