/** `qcc proxy status --json`: as the proxy itself answers. */
import * as v from 'valibot'
import { healthParts } from '../../views/shapes/endpoint.ts'
import { judged } from '../../views/shapes/health.ts'
import { proxyQueue } from '../../views/shapes/queue.ts'
import { held } from './held.ts'
import { tiers } from '../../views/shapes/tiers.ts'

export const proxyStatusShape = v.strictObject({
  version: v.string(),
  pid: v.number(),
  url: v.string(),
  /** Address or name that it listens on. */
  host: v.string(),
  /** Whether that is more than this machine; then every request needs a client token. */
  beyondMachine: v.boolean(),
  /** Client tokens in force. */
  clientTokens: v.number(),
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
  /** The profiles that the root URL serves, in the order in which they are asked. */
  profiles: v.array(v.string()),
  /** The profile that it was started for alone; null without one. */
  only: v.nullable(v.string()),
  /** How the tiers of the root URL stand. */
  tiers,
  queue: proxyQueue,
  /** Since when this machine has no network; null when it has one, as far as is known. */
  networkDownSince: v.nullable(v.number()),
  /** Requests whose clients are held now, since nobody can serve them yet. */
  held,
  /** All that it may serve, also below `/p/PROFILE` only; those of the root URL first, as they are asked. */
  endpoints: v.array(
    v.strictObject({
      id: v.string(),
      /** `PROFILE/NAME`. */
      name: v.string(),
      enabled: v.boolean(),
      inFlight: v.number(),
      ...healthParts,
      ...judged,
    }),
  ),
})

export type ProxyStatusShape = v.InferOutput<typeof proxyStatusShape>
