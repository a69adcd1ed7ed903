/** `qcc show --json`. */
import * as v from 'valibot'
import { profileShape } from '../../views/shapes/profile.ts'
import { protectionShape } from '../../views/shapes/protection.ts'

export const showShape = v.strictObject({
  version: v.number(),
  profile: profileShape,
  protection: protectionShape,
})

export type ShowShape = v.InferOutput<typeof showShape>
