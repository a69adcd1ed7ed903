import type { Switch } from '../core/failover/switch.ts'
import type { Configuration } from '../document/configuration.ts'
import type { Log } from '../ports/log.ts'
import type { Logins } from '../ports/logins.ts'
import type { Sender } from '../ports/sender.ts'
import type { ClientToken, GivenId } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import type { DepotAccess } from '../queue/kit.ts'
import type { HomeAccess } from './home-access.ts'
import type { KeptHistory } from './keep-history.ts'
import type { ForThisRun } from './live-configuration.ts'
import type { Addressee } from './notice-means.ts'

/** What a proxy is started with. */
export interface Wanted {
  readonly configuration: Configuration
  readonly forThisRun: ForThisRun
  readonly vault: Vault
  readonly log: Log
  readonly history: KeptHistory
  /** Where the queue is stored; without it nothing is kept. */
  readonly depot?: DepotAccess
  /** Takes keys out of what is told of it. */
  readonly redact?: (text: string) => string
  /** Why the log is not written; null when it is. */
  readonly logFault?: () => string | null
  /** The last one that an earlier proxy made. */
  readonly lastSwitch?: Switch | null
  /** What an earlier proxy knew of its endpoints, as it saved it. */
  readonly state?: unknown
  /** The ids that endpoints gave to an earlier one, oldest first. */
  readonly givenIds?: readonly GivenId[]
  /** The outbound client; undici's unless given. */
  readonly sender?: Sender
  /** The client tokens that there are. */
  readonly tokens?: readonly ClientToken[]
  /** What programs of this home use for one, where one is needed. */
  readonly ownToken?: string | null
  /** Whom notices are for; without it nobody is told. */
  readonly addressee?: Addressee
  /** Who is logged in to the dashboard; without it nobody can. */
  readonly logins?: Logins
  /** What a dashboard changes; without it there is none. */
  readonly home?: HomeAccess
}
