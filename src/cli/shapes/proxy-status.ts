/** `qcc proxy status --json`: as the proxy itself answers. */
import * as v from 'valibot'

export const proxyStatusShape = v.strictObject({
  version: v.string(),
  pid: v.number(),
  url: v.string(),
  /** Epoch milliseconds. */
  startedAt: v.number(),
  uptimeMs: v.number(),
  /** Whether it runs in the background. */
  daemon: v.boolean(),
  /** It takes no new requests and ends when the open ones have. */
  stopping: v.boolean(),
  /** Requests taken since the start. */
  requests: v.number(),
  /** Requests without a complete answer. */
  open: v.number(),
  /** Resident memory of its process. */
  memoryBytes: v.number(),
  /** Version of the configuration that it follows. */
  configuration: v.number(),
  /** Why the newest version is not followed; null when it is. */
  configurationFault: v.nullable(v.string()),
  /** Why the log file is not written; null when it is. */
  logFault: v.nullable(v.string()),
  /** The profile that the root URL serves; null when there is none. */
  profile: v.nullable(v.string()),
  /** The profile that it was started for alone; null without one. */
  only: v.nullable(v.string()),
  endpoints: v.array(
    v.strictObject({
      id: v.string(),
      /** `PROFILE/NAME`. */
      name: v.string(),
      inFlight: v.number(),
    }),
  ),
})

export type ProxyStatusShape = v.InferOutput<typeof proxyStatusShape>
