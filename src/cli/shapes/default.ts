/** `qcc default --json`, shown or set. */
import * as v from 'valibot'

export const defaultShape = v.strictObject({
  version: v.number(),
  /** Whether the command made a new version. */
  changed: v.boolean(),
  /** The profile that serves the root URL while none has a tier; null when there is none. */
  default: v.nullable(v.string()),
  /** `chosen` by a person, the `first` one for want of a choice, or `none`. */
  why: v.picklist(['chosen', 'first', 'none']),
})

export type DefaultShape = v.InferOutput<typeof defaultShape>
