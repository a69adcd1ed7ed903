/** A profile as `--json` prints it. */
import * as v from 'valibot'
import { endpointShape } from './endpoint.ts'
import { tierOrNone } from './tier.ts'

export const profileShape = v.strictObject({
  name: v.string(),
  description: v.nullable(v.string()),
  isDefault: v.boolean(),
  tier: tierOrNone,
  endpoints: v.array(endpointShape),
})

export type ProfileShape = v.InferOutput<typeof profileShape>
