/** What the parts of the queue share. */
import type { Engine } from '../engine/engine.ts'
import { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'
import type { Dice } from '../ports/dice.ts'
import type { Log } from '../ports/log.ts'
import type { Serve } from '../ports/parking.ts'
import type { QueueStore, Sealer } from '../ports/queue.ts'
import type { Settings } from '../settings/schema.ts'
import type { KeptItems } from './kept-items.ts'
import type { Running } from './running.ts'

/** What is stored, and the seals for it. */
export interface Depot {
  readonly store: QueueStore
  readonly sealer: Pick<Sealer, 'fingerprint'>
}

/** The way to what is stored. */
export interface DepotAccess {
  /** Why the last use failed; null when it did not. */
  readonly fault: string | null
  /** Rejects with an `AppError`, which is in the log then. */
  use<T>(work: (depot: Depot) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** What the queue is made of. */
export interface QueueDeps {
  readonly access: DepotAccess
  readonly serve: Serve
  readonly engine: Pick<Engine, 'onChange' | 'refusals' | 'wouldServe'>
  readonly clock: Clock
  readonly dice: Dice
  readonly log: Log
  /** Those in force when asked. */
  readonly settings: () => Settings
  /** The proxy's own name for leases. */
  readonly owner: string
  /** The proxy takes no more requests. */
  readonly isStopping: () => boolean
}

/** A request whose client took an item over. */
interface Live {
  /** Its id. */
  readonly request: string
  /** When what became of it is on disk, or cannot be. */
  readonly settled: Promise<unknown>
}

export interface Kit extends QueueDeps {
  readonly items: KeptItems
  /** What the queue is sending, by the ids of the items. */
  readonly running: Map<string, Running>
  /** Items that clients took over. */
  readonly live: Map<string, Live>
}

/** A lease is renewed well before it ends; one of a proxy that was killed ends by itself. */
const LEASE_MS = 60_000

export const leaseOf = ({ clock, owner }: Pick<Kit, 'clock' | 'owner'>) => {
  return { owner, until: clock.now() + LEASE_MS }
}

/** Renews the lease of an item until it is cancelled. */
export function keptLeased(id: string, kit: Kit): () => void {
  let cancel = (): void => undefined
  const renew = (): void => {
    cancel = kit.clock.after(LEASE_MS / 3, () => {
      void attempted(kit, ({ store }) => store.renew(id, leaseOf(kit)))
      renew()
    })
  }
  renew()
  return () => {
    cancel()
  }
}

/** The same as `use`, with null for what failed: the log says why. */
export async function attempted<T>({ access }: Pick<Kit, 'access'>, work: (depot: Depot) => Promise<T>) {
  try {
    return await access.use(work)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Looks at an item as it is stored now. */
export async function reread(id: string, kit: Kit): Promise<void> {
  const found = await attempted(kit, ({ store }) => store.find(id, 1))
  // What cannot be looked at now is still there.
  if (found === null) return
  const [item] = found
  if (item === undefined) kit.items.remove(id)
  else kit.items.put(item)
}
