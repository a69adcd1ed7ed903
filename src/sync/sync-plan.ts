/** What a sync would do: both documents as they are to be, and what that changes on each side. */
import { differences, type Difference } from '../core/config/diff.ts'
import type { Document } from '../core/config/document.ts'
import { commonWith } from '../core/sync/lineage.ts'
import { merge, NOTHING, type Choose, type Merged } from '../core/sync/merge.ts'
import { renamesIn, type Rename } from '../core/sync/renames.ts'
import type { Conflict, Three } from '../core/sync/three-way.ts'
import { onMachineOf, travellingPart, withKeptOf, withoutKept } from '../core/sync/travelling-part.ts'
import type { Secrets } from '../document/bundle.ts'
import { readConfiguration, type Configuration } from '../document/configuration.ts'
import { placeText } from '../document/fault.ts'
import { parseDocument } from '../document/schema.ts'
import type { RemoteState } from '../ports/remote.ts'
import { openBundle, type SyncBundle } from './sync-bundle.ts'
import { syncFault } from './sync-fault.ts'
import type { SyncParts } from './sync-parts.ts'
import { readSyncState, type SyncState } from './sync-state.ts'
import { travellingKeys } from './travelling-keys.ts'

/** Both sides as they were read. */
export interface Sides {
  readonly found: RemoteState
  readonly theirs: SyncBundle | null
  /** The configuration here that a sync is made on top of. */
  readonly local: Configuration
  readonly state: SyncState
  /** The travelling part of the remote's document; null where there is none. */
  readonly original: Document | null
  /** What is merged. Where keys do not travel, without references to kept ones. */
  readonly compared: Three<Document>
}

export interface Plan {
  readonly sides: Sides
  readonly forHere: Document
  readonly forThere: Document
  /** What changes here, and there. */
  readonly here: readonly Difference[]
  readonly there: readonly Difference[]
  /** Whether the remote lacks something, be it a key alone. */
  readonly isNewsThere: boolean
  readonly conflicts: readonly Conflict[]
  /** The other side's document where it loses something, to be kept as a version. */
  readonly beneath: Document | null
  /** A profile that has another name now; null where none has, or several. */
  readonly renamed: Rename | null
  /** What goes into a new bundle. */
  readonly keys: Secrets
  /** How many keys of the bundle are new here, and the endpoints that have none. */
  readonly received: number
  readonly missing: readonly string[]
}

/** Rejects with `AppError` when what the remote has is no whole bundle of QCC, or the configuration here is not valid. */
export async function readSides(parts: SyncParts, found: RemoteState): Promise<Sides> {
  const { isShared, passphrase, remote, sealing, states, versions, withKeys } = parts
  const [local, state] = [await readConfiguration(versions), await readSyncState(states)]
  const theirs =
    found.kind === 'empty' ? null : await openBundle(sealing, found.bytes, passphrase, remote.name)
  const original = theirs === null ? null : travellingPart(theirs.document, isShared)
  const travelling = travellingPart(local.document, isShared)
  const secrets: Secrets = theirs?.secrets ?? new Map()
  const ours = withKeys
    ? await travellingKeys(parts).alike(travelling, original ?? NOTHING, secrets)
    : withoutKept(travelling)
  const asHere = (document: Document): Document =>
    withKeys ? withKeptOf(ours, document) : withoutKept(document)
  const common = theirs === null ? null : commonWith(state.met, theirs.lineage)
  const compared = {
    base: asHere(common?.document ?? NOTHING),
    ours,
    theirs: asHere(original ?? NOTHING),
  }
  return { found, theirs, local, state, original, compared }
}

/** `choose` answers what both sides changed; what it does not is left as it is here, for now. */
export async function plan(parts: SyncParts, sides: Sides, choose: Choose): Promise<Plan> {
  const { isShared, withKeys } = parts
  const { compared, local, original, theirs } = sides
  const secrets: Secrets = theirs?.secrets ?? new Map()
  const { conflicts, document } = merged(sides, choose)
  const forThere = valid(parts, withKeys || original === null ? document : withKeptOf(original, document))
  const onHere = (one: Document): Document =>
    valid(parts, onMachineOf(local.document, withKeys ? one : withKeptOf(local.document, one), isShared))
  const forHere = onHere(document)
  const keys = await travellingKeys(parts).forBundle(forThere, secrets)
  const there = differences(original ?? NOTHING, forThere)
  const lacks = [...keys.keys()].some((reference) => !secrets.has(reference))
  const loses = conflicts.some(({ taken }) => taken === 'ours')
  const renames = renamesIn(local.document, forHere)
  return {
    ...{ sides, forHere, forThere, there, conflicts, keys },
    here: differences(local.document, forHere),
    isNewsThere: theirs === null || there.length > 0 || lacks,
    beneath: loses ? onHere(compared.theirs) : null,
    renamed: renames.length > 1 ? null : (renames[0] ?? null),
    ...(await travellingKeys(parts).arriving(forHere, secrets)),
  }
}

/** Nothing there is not the same as everything removed there. */
const merged = ({ compared, original }: Sides, choose: Choose): Merged =>
  original === null ? { conflicts: [], document: compared.ours } : merge(compared, choose)

/** A merge of two valid documents is one; should it ever not be, nothing of it is written. */
function valid({ remote }: SyncParts, document: Document): Document {
  const parsed = parseDocument(document, null)
  if (parsed.kind === 'valid') return parsed.document
  const why = parsed.faults.map(({ code, path }) => `${placeText(path)} (${code})`).join(', ')
  throw syncFault('sync-fault.merged-invalid', { remote: remote.name, why })
}

/** Whether both sides are as the last sync left them, so that nothing need be opened. */
export async function isSettled(parts: SyncParts, found: RemoteState): Promise<boolean> {
  const { isShared, remote, states, versions, withKeys } = parts
  const { met, seen } = await readSyncState(states)
  const [newest] = met
  const isSeen = seen?.remote === remote.name && seen.revision === found.revision && seen.behind === 0
  if (found.kind === 'empty' || !isSeen || newest === undefined) return false
  const travelling = travellingPart((await readConfiguration(versions)).document, isShared)
  const compared = withKeys
    ? ([newest.document, travelling] as const)
    : ([withoutKept(newest.document), withoutKept(travelling)] as const)
  return differences(...compared).length === 0
}
