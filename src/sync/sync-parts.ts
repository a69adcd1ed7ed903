import type { Difference } from '../core/config/diff.ts'
import type { IsShared } from '../core/sync/travelling-part.ts'
import type { Conflict } from '../core/sync/three-way.ts'
import type { Clock } from '../ports/clock.ts'
import type { Dice } from '../ports/dice.ts'
import type { Remote } from '../ports/remote.ts'
import type { States, Versions } from '../ports/store.ts'
import type { KeyVault } from '../ports/vault.ts'
import type { Sealing } from './sync-bundle.ts'

/** What a sync works with. */
export interface SyncParts {
  readonly remote: Remote
  readonly versions: Versions
  readonly states: States
  readonly vault: Pick<KeyVault, 'resolve' | 'adopt'>
  readonly clock: Clock
  readonly dice: Dice
  /** Keeps the process alive meanwhile. */
  readonly wait: (ms: number) => Promise<void>
  readonly sealing: Sealing
  readonly passphrase: string
  /** Whether stored keys travel. */
  readonly withKeys: boolean
  readonly isShared: IsShared
  /** How many versions are kept. */
  readonly keep: number
  /** Name of this machine, for whoever reads the bundle. */
  readonly machine: string
  /** A name that no other write of any machine has. */
  readonly newRevision: () => string
}

export interface SyncReport {
  readonly kind: 'synced'
  readonly remote: string
  /** Of the configuration here, afterwards. */
  readonly version: number
  /** What came from the remote, and what went there. */
  readonly here: readonly Difference[]
  readonly there: readonly Difference[]
  /** How much was left where it is, because only one direction was wanted. */
  readonly waiting: { readonly here: number; readonly there: number }
  /** Whether the remote has a new bundle. */
  readonly wrote: boolean
  readonly conflicts: readonly Conflict[]
  readonly keys: {
    /** Keys that are new here. */
    readonly received: number
    /** Keys in the bundle. */
    readonly sent: number
    /** References of endpoints here to keys that are not here. */
    readonly missing: readonly string[]
  }
}
