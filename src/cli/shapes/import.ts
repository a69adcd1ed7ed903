/** `qcc import --json`. */
import * as v from 'valibot'
import { FOREIGN } from '../../core/foreign/found.ts'

const endpoint = v.strictObject({
  name: v.string(),
  baseUrl: v.string(),
  auth: v.picklist(['x-api-key', 'bearer', 'both']),
  /** The variable that holds the key; null where the key itself is taken over, into the vault. */
  variable: v.nullable(v.string()),
  models: v.record(v.string(), v.string()),
  deniedBetas: v.array(v.string()),
  attribution: v.boolean(),
  weight: v.number(),
  enabled: v.boolean(),
})

export const importShape = v.strictObject({
  /** Version of the configuration after the command. */
  version: v.number(),
  changed: v.boolean(),
  dryRun: v.boolean(),
  sources: v.array(
    v.strictObject({
      program: v.picklist(FOREIGN),
      file: v.string(),
      profiles: v.array(
        v.strictObject({
          name: v.string(),
          /** Its name there; empty where it has none. */
          wanted: v.string(),
          endpoints: v.array(endpoint),
        }),
      ),
      /** What is not taken over, or only with a change. */
      leftOut: v.array(
        v.strictObject({
          what: v.string(),
          why: v.picklist([
            'other-api',
            'vendor-url',
            'no-url',
            'no-key',
            'log-in',
            'key-helper',
            'second-key',
            'other-client',
            'own-proxy',
            'no-counterpart',
            'was-off',
            'unknown-profile',
            'bad-url',
            'already-here',
            'chosen-here',
          ]),
          more: v.nullable(v.string()),
        }),
      ),
    }),
  ),
  /** Name of the profile that becomes the default one; null where that stays. */
  defaultProfile: v.nullable(v.string()),
  tiers: v.array(
    v.strictObject({ tier: v.picklist(['primary', 'secondary', 'fallback']), profile: v.string() }),
  ),
  settings: v.record(v.string(), v.union([v.string(), v.number()])),
})

export type ImportShape = v.InferOutput<typeof importShape>
