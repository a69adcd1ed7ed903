/** What `qcc init` prints with `--json`: how things are set up afterwards. */
import * as v from 'valibot'
import { protectionShape } from '../../views/shapes/protection.ts'

export const initShape = v.strictObject({
  version: v.number(),
  /** False where everything was set up already. */
  changed: v.boolean(),
  home: v.string(),
  storage: v.strictObject({
    backend: v.picklist(['local', 'folder', 'git', 'gist']),
    /** Null for `local`. */
    place: v.nullable(v.string()),
    /** Whether stored keys travel. */
    keys: v.boolean(),
  }),
  protection: protectionShape,
  /** Names of profiles that were taken over from other programs. */
  imported: v.array(v.string()),
  /** Names of all profiles. */
  profiles: v.array(v.string()),
})

export type InitShape = v.InferOutput<typeof initShape>
