import { differences } from '../core/config/diff.ts'
import type { Document } from '../core/config/document.ts'
import { NOTHING } from '../core/sync/merge.ts'
import { travellingPart, withoutKept, type IsShared } from '../core/sync/travelling-part.ts'
import type { States } from '../ports/store.ts'
import { readSyncState, type StoredFault } from './sync-state.ts'

/** How a home stands to its remote, as far as is known without asking that. */
export interface SyncStatus {
  /** When both sides were last the same (epoch milliseconds); null: never. */
  readonly syncedAt: number | null
  /** The machine that wrote the bundle that was seen last. */
  readonly by: string | null
  /** How many things are here and not there; there and not here, when it was last looked at. */
  readonly ahead: number
  readonly behind: number
  /** Why the last sync did not come to its end. */
  readonly fault: StoredFault | null
}

export async function syncStatus(
  states: States,
  document: Document,
  isShared: IsShared,
): Promise<SyncStatus> {
  const { fault, met, seen, syncedAt } = await readSyncState(states)
  const [newest] = met
  const ours = withoutKept(travellingPart(document, isShared))
  const ahead = differences(withoutKept(newest?.document ?? NOTHING), ours).length
  return { syncedAt, by: seen?.by ?? null, ahead, behind: seen?.behind ?? 0, fault }
}
