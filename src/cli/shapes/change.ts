/** What the commands that change the configuration print with `--json`. */
import * as v from 'valibot'
import { endpointShape } from '../../views/shapes/endpoint.ts'
import { profileShape } from '../../views/shapes/profile.ts'

const applied = {
  /** Version of the configuration after the command. */
  version: v.number(),
  /** False when everything was so already; then there is no new version. */
  changed: v.boolean(),
}

/** `add`, `set`, `rename`. */
export const profileChangeShape = v.strictObject({ ...applied, profile: profileShape })

/** `remove`. */
export const removalShape = v.strictObject({
  ...applied,
  removed: v.string(),
  /** `PROFILE/NAME` of what reused it and went with it. */
  cascaded: v.array(v.string()),
  /** Name of the default profile afterwards. */
  default: v.nullable(v.string()),
})

/** `endpoint add`, `endpoint set`, `endpoint enable`, `endpoint disable`. */
export const endpointChangeShape = v.strictObject({ ...applied, endpoint: endpointShape })

/** `endpoint remove`. */
export const endpointRemovalShape = v.strictObject({ ...applied, removed: v.string() })

export type ProfileChangeShape = v.InferOutput<typeof profileChangeShape>
export type RemovalShape = v.InferOutput<typeof removalShape>
export type EndpointChangeShape = v.InferOutput<typeof endpointChangeShape>
export type EndpointRemovalShape = v.InferOutput<typeof endpointRemovalShape>
