/** `qcc proxy service … --json`. */
import * as v from 'valibot'

const kind = v.picklist(['systemd', 'launchd'])
/** Where the proxy that answers listens, and its process. */
const listening = v.strictObject({ url: v.string(), pid: v.number() })

/** `qcc proxy service install`. */
export const serviceInstallShape = v.strictObject({
  kind,
  /** By which the system's own programs know it. */
  name: v.string(),
  file: v.string(),
  /** False when all was as it should be already. */
  changed: v.boolean(),
  /** What the file holds, or with `--dry-run` would hold. */
  text: v.string(),
  /** Null with `--dry-run`, which starts nothing. */
  listening: v.nullable(listening),
  /** References and variables that lead somewhere in this shell alone. */
  unseen: v.array(v.string()),
  /** Programs that it runs, and that an update may take away. */
  passing: v.array(v.string()),
})

/** `qcc proxy service status`. */
export const serviceStatusShape = v.strictObject({
  /** Null where QCC knows of nothing that starts services; then all the rest says nothing. */
  kind: v.nullable(kind),
  name: v.nullable(v.string()),
  file: v.nullable(v.string()),
  /** `other-command` runs something else than this program would, `outdated` differs in how it is run. */
  state: v.picklist(['none', 'current', 'outdated', 'other-command']),
  /** As the system says; null where it could not be asked. */
  enabled: v.nullable(v.boolean()),
  active: v.nullable(v.boolean()),
  /** Why it could not be asked. */
  why: v.nullable(v.string()),
  /** The proxy of this home, whoever has started it; null when none answers. */
  listening: v.nullable(listening),
  /** Whether that is the one that the system started. */
  ours: v.boolean(),
})

/** `qcc proxy service uninstall`. */
export const serviceUninstallShape = v.strictObject({
  /** Null where QCC knows of nothing that starts services. */
  file: v.nullable(v.string()),
  /** False when there was nothing. */
  removed: v.boolean(),
})

export type ServiceInstallShape = v.InferOutput<typeof serviceInstallShape>
export type ServiceStatusShape = v.InferOutput<typeof serviceStatusShape>
export type ServiceUninstallShape = v.InferOutput<typeof serviceUninstallShape>
