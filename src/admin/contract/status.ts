/** How the proxy stands. The types that this is held against stand in contract.ts. Instants in epoch milliseconds. */
import * as v from 'valibot'
import { healthParts } from '../../views/shapes/endpoint.ts'
import { judged } from '../../views/shapes/health.ts'
import { held } from '../../views/shapes/held.ts'
import { proxyQueue } from '../../views/shapes/queue.ts'
import { tiers } from '../../views/shapes/tiers.ts'

/** Answer to `GET /identity`: who listens here. */
export const identityAnswer = v.strictObject({
  product: v.literal('qcc'),
  version: v.string(),
  pid: v.number(),
  instance: v.string(),
})

/** Answer to `POST /switch`, and part of the status: how the places stand. */
export const tiersAnswer = tiers

/** Answer to `GET /status`. */
export const statusAnswer = v.strictObject({
  version: v.string(),
  pid: v.number(),
  url: v.string(),
  /** Address or name that it listens on. */
  host: v.string(),
  /** Whether that is more than this machine; then every request needs a client token. */
  beyondMachine: v.boolean(),
  /** Client tokens in force. */
  clientTokens: v.number(),
  startedAt: v.number(),
  uptimeMs: v.number(),
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
