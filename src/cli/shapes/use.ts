/** `qcc use --json` and `qcc use --undo --json`. */
import * as v from 'valibot'
import { conflict, variableChange } from './claude-settings.ts'

export const useShape = v.strictObject({
  /** The settings file. */
  file: v.string(),
  /** False with `--dry-run`, and when everything was so already. */
  changed: v.boolean(),
  dryRun: v.boolean(),
  /** Through the proxy, or straight to an endpoint. */
  kind: v.picklist(['proxy', 'direct']),
  /** The only profile; null for the active set. */
  profile: v.nullable(v.string()),
  /** `PROFILE/NAME` of the endpoint without the proxy; null with it. */
  endpoint: v.nullable(v.string()),
  baseUrl: v.string(),
  changes: v.array(variableChange),
  conflicts: v.array(conflict),
})

export const useUndoShape = v.strictObject({
  file: v.string(),
  changed: v.boolean(),
  dryRun: v.boolean(),
  /**
   * `whole`: the file is byte for byte what it was. `by-key`: somebody else has edited it since. `gone`: somebody has
   * removed it. `nothing`: nothing was in force.
   */
  how: v.picklist(['whole', 'by-key', 'gone', 'nothing']),
  /** Whether the file is gone again, which was made by `qcc use`. */
  removed: v.boolean(),
  changes: v.array(variableChange),
  /** Variables that somebody else has changed since, which stay. */
  kept: v.array(v.string()),
})

export type UseShape = v.InferOutput<typeof useShape>
export type UseUndoShape = v.InferOutput<typeof useUndoShape>
