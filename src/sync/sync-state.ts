/** What a home remembers of its remote: state, and no part of the document. */
import type { Met } from '../core/sync/lineage.ts'
import type { Json } from '../core/json.ts'
import type { States } from '../ports/store.ts'
import type { SyncFaultText } from './sync-fault.ts'

const NAME = 'sync'

export interface SyncState {
  /** Newest first. */
  readonly met: readonly Met[]
  /** What was seen of the remote last, and which one that was; null before the first time. */
  readonly seen: Seen | null
  /** When both sides were last the same, or one had all of the other (epoch milliseconds). */
  readonly syncedAt: number | null
  readonly fault: StoredFault | null
}

export interface Seen {
  readonly remote: string
  /** The remote's own. */
  readonly revision: string | null
  readonly at: number
  /** The machine that wrote the bundle; null where there is none. */
  readonly by: string | null
  /** How many things there are in it that are not here. */
  readonly behind: number
}

/** Why the last sync did not come to its end. */
export interface StoredFault {
  readonly at: number
  readonly text: SyncFaultText
  readonly details: Readonly<Record<string, string | number>>
}

const NOTHING_YET: SyncState = { met: [], seen: null, syncedAt: null, fault: null }

export async function readSyncState(states: States): Promise<SyncState> {
  const stored = await states.get(NAME)
  return { ...NOTHING_YET, ...(stored as unknown as Partial<SyncState> | null) }
}

export const keepSyncState = (states: States, state: SyncState): Promise<void> =>
  states.set(NAME, JSON.parse(JSON.stringify(state)) as Json)
