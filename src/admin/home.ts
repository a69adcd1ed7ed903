import type { Document } from '../core/config/document.ts'
import type { Clock } from '../ports/clock.ts'
import type { History } from '../ports/history.ts'
import type { QueueStore } from '../ports/queue.ts'
import type { Versions } from '../ports/store.ts'
import type { KeyVault } from '../ports/vault.ts'
import type { SettingsView } from '../settings/resolve.ts'
import type { ProxyStatus } from './contract.ts'
import type { TryAnswer, TryRequest } from './contract/try.ts'

/** What the control API looks at and changes, besides the running proxy itself. */
export interface Home {
  readonly clock: Clock
  readonly status: () => ProxyStatus
  /** What happened so far; null when nothing is kept. */
  readonly history: () => Promise<History | null>
  /** What the client of a recent request sent: name, value, name, value, without secrets; null where that is not held. */
  readonly headersOf: (request: string) => readonly string[] | null
  /** The versions of the configuration. */
  readonly versions: () => Promise<Versions>
  readonly keys: KeyVault
  /** Does something with what is stored of the queue; rejects where nothing is kept. */
  readonly queue: <T>(work: (store: QueueStore) => Promise<T>) => Promise<T>
  /** What holds with these settings in the document, in this run of the proxy. */
  readonly settingsOf: (document: Document) => SettingsView
  /** Sends a small message to the proxy, as any client would. */
  readonly tryMessage: (wanted: TryRequest) => Promise<TryAnswer>
}
