import type { Engine } from '../engine/engine.ts'
import type { Holders } from '../engine/holders.ts'
import type { Clients } from '../ports/clients.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Parking } from '../ports/parking.ts'
import type { Sender } from '../ports/sender.ts'
import type { Trails } from '../ports/trail.ts'
import type { Vault } from '../ports/vault.ts'
import type { Settings } from '../settings/schema.ts'

/** What the proxy is made of; `app` puts it together. */
export interface Parts {
  readonly engine: Engine
  /** Which endpoint has which file and batch. */
  readonly holders: Holders
  readonly sender: Sender
  readonly vault: Vault
  readonly clock: Clock
  readonly log: Log
  readonly trails: Trails
  readonly parking: Parking
  /** Version of the configuration in force. */
  readonly configuration: number
  /** Those in force when asked; a request may end with what it began with. */
  readonly settings: Settings
  /** Address or name that it listens on. */
  readonly host: string
  readonly clients: Clients
  /** Every profile that there is. */
  readonly profiles: ReadonlySet<string>
  /** The only profile that this proxy serves; null serves all. */
  readonly onlyProfile: string | null
  /** Why there is no endpoint inside a fence (null: at the root URL), for a client that finds none. */
  readonly noEndpoint: (fence: string | null) => string
}
