/** What `qcc sync` and `qcc sync setup` print with `--json`. */
import * as v from 'valibot'

const differences = v.array(
  v.strictObject({
    /** Keys from the top, profiles and endpoints by name. */
    path: v.array(v.string()),
    /** Absent where there was nothing. */
    before: v.optional(v.unknown()),
    /** Absent where nothing is left. */
    after: v.optional(v.unknown()),
  }),
)

/** `sync`. */
export const syncShape = v.strictObject({
  /** Null where sync is not set up. */
  remote: v.nullable(v.string()),
  /** Of the configuration here, afterwards. */
  version: v.number(),
  direction: v.picklist(['both', 'push', 'pull']),
  dryRun: v.boolean(),
  /** False while a conflict is not decided; then nothing was changed. */
  decided: v.boolean(),
  /** Whether the configuration here, and the bundle there, is a new one. */
  changed: v.boolean(),
  wrote: v.boolean(),
  /** What came from the remote, and what went there; with `dryRun`, would. */
  here: differences,
  there: differences,
  /** How many changes were left where they are, because one direction alone was wanted. */
  waiting: v.strictObject({ here: v.number(), there: v.number() }),
  conflicts: v.array(
    v.strictObject({
      path: v.array(v.string()),
      /** Null where there is nothing. */
      base: v.unknown(),
      ours: v.unknown(),
      theirs: v.unknown(),
      /** Whose value holds; null while that is not decided. */
      taken: v.nullable(v.picklist(['ours', 'theirs'])),
    }),
  ),
  keys: v.strictObject({
    /** Keys that are new here. */
    received: v.number(),
    /** Keys in the bundle that was written. */
    sent: v.number(),
    /** Endpoints whose key is not here. */
    missing: v.array(v.string()),
  }),
})

/** `sync setup`. */
export const syncSetupShape = v.strictObject({
  version: v.number(),
  changed: v.boolean(),
  backend: v.picklist(['local', 'folder', 'git', 'gist']),
  /** Null for `local`. */
  place: v.nullable(v.string()),
  /** Whether stored keys travel. */
  keys: v.boolean(),
  /** What was found there; null where nothing was, or for `local`. */
  found: v.nullable(
    v.strictObject({ by: v.string(), at: v.number(), profiles: v.number(), keys: v.number() }),
  ),
})

export type SyncShape = v.InferOutput<typeof syncShape>
export type SyncSetupShape = v.InferOutput<typeof syncSetupShape>
