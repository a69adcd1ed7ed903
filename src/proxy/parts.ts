import type { Engine } from '../engine/engine.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Sender } from '../ports/sender.ts'
import type { Vault } from '../ports/vault.ts'
import type { Settings } from '../settings/schema.ts'

/** What the proxy is made of; `app` puts it together. */
export interface Parts {
  readonly engine: Engine
  readonly sender: Sender
  readonly vault: Vault
  readonly clock: Clock
  readonly log: Log
  readonly settings: Settings
}
