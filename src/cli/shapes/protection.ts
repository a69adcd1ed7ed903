/** How stored keys are protected, as found on disk. */
import * as v from 'valibot'

export const protectionShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('nothing-stored') }),
  v.strictObject({ kind: v.literal('key-file'), file: v.string(), secrets: v.number() }),
  v.strictObject({ kind: v.literal('unreadable'), why: v.string() }),
])
