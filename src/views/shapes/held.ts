import * as v from 'valibot'

export const held = v.array(
  v.strictObject({
    /** The profile that they are limited to; null at the root URL. */
    profile: v.nullable(v.string()),
    /** As it was asked for; null where they name none. */
    model: v.nullable(v.string()),
    requests: v.number(),
  }),
)
