/** `qcc proxy token list --json`, `qcc proxy token revoke --json`. */
import * as v from 'valibot'

export const tokenListShape = v.strictObject({
  tokens: v.array(
    v.strictObject({
      name: v.string(),
      /** The only profile that it opens; null when it is not bound to one. */
      profile: v.nullable(v.string()),
      /** Whether it is bound to a profile that there is not. */
      opensNothing: v.boolean(),
      /** Epoch milliseconds. */
      createdAt: v.number(),
      /** When a proxy last took it, give or take a minute; null before the first time. */
      usedAt: v.nullable(v.number()),
    }),
  ),
})

export const tokenRemovalShape = v.strictObject({ revoked: v.string() })

export type TokenListShape = v.InferOutput<typeof tokenListShape>
export type TokenRemovalShape = v.InferOutput<typeof tokenRemovalShape>
