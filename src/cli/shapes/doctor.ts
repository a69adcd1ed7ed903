/** `qcc doctor --json`. */
import * as v from 'valibot'

export const doctorShape = v.strictObject({
  version: v.string(),
  home: v.string(),
  /** Whether no fault was found. */
  healthy: v.boolean(),
  /** In the order in which they were looked at; a check may find several things. */
  findings: v.array(
    v.strictObject({
      check: v.picklist([
        'node',
        'home',
        'database',
        'clock',
        'settings',
        'keys',
        'history',
        'queue',
        'proxy',
        'port',
        'service',
        'claude',
        'claude-settings',
        'endpoints',
      ]),
      /** `note`: worth knowing, and no fault. `unknown`: it could not be looked at before something else is mended. */
      state: v.picklist(['well', 'note', 'fault', 'unknown']),
      /** What was found, by a name that stays; `well` where all is well. */
      kind: v.string(),
      /** The same for a person, with what to do about it where that is needed. */
      message: v.string(),
    }),
  ),
})

export type DoctorShape = v.InferOutput<typeof doctorShape>
