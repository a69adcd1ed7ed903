/** What the commands of `config` print with `--json`. */
import * as v from 'valibot'
import { protectionShape } from './protection.ts'

const value = v.union([v.string(), v.number()])
const version = v.number()

/** `config get`. */
export const configGetShape = v.strictObject({
  key: v.string(),
  /** In force; durations in seconds, sizes in bytes. */
  value,
  default: value,
  /** What the number counts; null where it counts nothing that has a name. */
  unit: v.nullable(v.picklist(['s', 'bytes'])),
  /** Where the value comes from: `file` is the configuration. */
  origin: v.picklist(['default', 'file', 'env', 'flag']),
  /** `machine` stays here, `shared` travels with sync. */
  scope: v.picklist(['machine', 'shared']),
  /** The variable that overrides it for one run. */
  variable: v.string(),
  description: v.string(),
})

/** `config list`. */
export const configListShape = v.strictObject({
  settings: v.array(configGetShape),
  protection: protectionShape,
})

/** `config set`, `config unset`. */
export const configSetShape = v.strictObject({
  version,
  /** False when it was so already; then there is no new version. */
  changed: v.boolean(),
  key: v.string(),
  /** In the configuration; null where it is not set there. */
  before: v.nullable(value),
  after: v.nullable(value),
})

/** `config path`. */
export const configPathShape = v.strictObject({ home: v.string(), database: v.string() })

/** `config validate`. */
export const configValidateShape = v.strictObject({
  valid: v.boolean(),
  /** Null for the stored configuration. */
  file: v.nullable(v.string()),
  /** Of the stored configuration; null for a file. */
  version: v.nullable(version),
  faults: v.array(
    v.strictObject({
      /** Keys and positions from the top. */
      path: v.array(v.union([v.string(), v.number()])),
      code: v.string(),
      message: v.string(),
      /** In the text, from 1; null for what is stored, which is no text. */
      line: v.nullable(v.number()),
      column: v.nullable(v.number()),
    }),
  ),
})

/** `config edit`. */
export const configEditShape = v.strictObject({ version, changed: v.boolean() })

/** `config versions`. */
export const configVersionsShape = v.strictObject({
  /** Newest first. */
  versions: v.array(
    v.strictObject({
      number: version,
      /** ISO 8601, UTC. */
      at: v.string(),
      author: v.picklist(['cli', 'dashboard', 'sync', 'import']),
      message: v.string(),
      /** SHA-256 of the content. */
      hash: v.string(),
    }),
  ),
})

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

/** `config diff`. */
export const configDiffShape = v.strictObject({ from: version, to: version, differences })

/** `config rollback`. */
export const configRollbackShape = v.strictObject({
  version,
  changed: v.boolean(),
  /** The version whose content is in force again. */
  restored: version,
})

/** `config export` to a file or with keys; without either the document itself is printed. */
export const configExportShape = v.strictObject({
  version,
  /** Null when the text is in `age`. */
  file: v.nullable(v.string()),
  /** How many keys are in it, encrypted. */
  keys: v.number(),
  /** The encrypted text; null when it is in the file, or has no keys. */
  age: v.nullable(v.string()),
})

/** `config import`. */
export const configImportShape = v.strictObject({
  /** Of the configuration afterwards. */
  version,
  changed: v.boolean(),
  dryRun: v.boolean(),
  differences,
  /** How many keys of the file are kept here under new references, or would be. */
  keys: v.number(),
  /** References to keys that are neither in the file nor here. */
  missing: v.array(v.string()),
})

/** After all secrets were sealed anew and read back. */
export const configRekeyShape = v.strictObject({
  /** What the data key is wrapped by now. */
  kind: v.picklist(['key-store', 'passphrase', 'key-file']),
  /** Secrets that were sealed anew. */
  secrets: v.number(),
  /** Secrets that did not open before either, and stay as they were. */
  shut: v.number(),
})

export type ConfigGetShape = v.InferOutput<typeof configGetShape>
export type ConfigListShape = v.InferOutput<typeof configListShape>
export type ConfigSetShape = v.InferOutput<typeof configSetShape>
export type ConfigPathShape = v.InferOutput<typeof configPathShape>
export type ConfigValidateShape = v.InferOutput<typeof configValidateShape>
export type ConfigEditShape = v.InferOutput<typeof configEditShape>
export type ConfigVersionsShape = v.InferOutput<typeof configVersionsShape>
export type ConfigDiffShape = v.InferOutput<typeof configDiffShape>
export type ConfigRollbackShape = v.InferOutput<typeof configRollbackShape>
export type ConfigExportShape = v.InferOutput<typeof configExportShape>
export type ConfigRekeyShape = v.InferOutput<typeof configRekeyShape>
export type ConfigImportShape = v.InferOutput<typeof configImportShape>
