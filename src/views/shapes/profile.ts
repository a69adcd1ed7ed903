/** A profile as `--json` prints it. */
import * as v from 'valibot'
import { STRATEGIES } from '../../settings/schema.ts'
import { endpointShape } from './endpoint.ts'
import { tierOrNone } from './tier.ts'

/** How a profile's endpoints share new sessions. */
export const strategyParts = {
  /** Its own, or that of the setting `balancer.strategy`. */
  strategy: v.picklist(STRATEGIES),
  /** Null: it has none of its own. */
  ownStrategy: v.nullable(v.picklist(STRATEGIES)),
}

export const profileShape = v.strictObject({
  name: v.string(),
  description: v.nullable(v.string()),
  isDefault: v.boolean(),
  tier: tierOrNone,
  ...strategyParts,
  endpoints: v.array(endpointShape),
})

export type ProfileShape = v.InferOutput<typeof profileShape>
