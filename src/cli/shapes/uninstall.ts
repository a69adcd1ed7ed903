/** `qcc uninstall --json`. */
import * as v from 'valibot'

export const uninstallShape = v.strictObject({
  home: v.string(),
  /** False when there was none. */
  removed: v.boolean(),
  /** Settings of Claude Code that `qcc use` had changed, and that are as they were. */
  undone: v.array(v.string()),
  /** The file of the service that started the proxy; null when there was none. */
  service: v.nullable(v.string()),
  /** Whether a proxy ran. */
  stopped: v.boolean(),
  /** Names of what lies in the home and is not QCC's, so that the folder stays. */
  left: v.array(v.string()),
})

export type UninstallShape = v.InferOutput<typeof uninstallShape>
