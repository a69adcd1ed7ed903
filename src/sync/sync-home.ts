/**
 * Brings a home and its remote together. The remote is written first and the
 * home after it, each as a whole and only on top of what was read; whoever is
 * stopped in between leaves both sides whole, and the next sync goes on.
 */
import { readConfiguration, replaceConfiguration } from '../document/configuration.ts'
import { AppError } from '../errors/app-error.ts'
import { ancestorsOf, withMet } from '../core/sync/lineage.ts'
import type { Conflict, Question, Side } from '../core/sync/three-way.ts'
import type { RemoteState } from '../ports/remote.ts'
import { travellingKeys } from './travelling-keys.ts'
import { isSettled, plan, readSides, type Plan, type Sides } from './sync-plan.ts'
import type { SyncParts, SyncReport } from './sync-parts.ts'
import { bundleText, type SyncBundle } from './sync-bundle.ts'
import { syncFault, type SyncFaultText } from './sync-fault.ts'
import { keepSyncState, readSyncState, type Seen } from './sync-state.ts'

export interface SyncWish {
  readonly direction: 'both' | 'push' | 'pull'
  /** Only say what would be done. */
  readonly dryRun: boolean
  /** Asks for the sides of what both changed; null for what stays undecided. Called again with what is new. */
  decide(questions: readonly Question[]): Promise<readonly (Side | null)[]>
}

export type SyncResult =
  | SyncReport
  /** Nothing was changed. */
  | { readonly kind: 'undecided'; readonly conflicts: readonly Conflict[] }

/** Who meets others more often than this is told so. */
const TRIES = 8
/** Whoever was overtaken steps back for up to so long, doubling: two that write all the time would take each other's turn for ever. */
const STEP_BACK_MS = 20

/** Rejects with `AppError`; why is remembered for `qcc status`. */
export async function syncHome(parts: SyncParts, wish: SyncWish): Promise<SyncResult> {
  try {
    const result = await attempts(parts, wish)
    if (result.kind === 'undecided' && !wish.dryRun) {
      const details = { remote: parts.remote.name, count: result.conflicts.length }
      await rememberFault(parts, 'sync-fault.undecided', details)
    }
    return result
  } catch (error) {
    if (error instanceof AppError && error.text?.startsWith('sync-fault.') === true) {
      await rememberFault(parts, error.text as SyncFaultText, error.details)
    }
    throw error
  }
}

async function attempts(parts: SyncParts, wish: SyncWish): Promise<SyncResult> {
  const answers = new Map<string, Side>()
  let found: RemoteState | null = null
  for (let tries = 0; tries < TRIES; tries++) {
    found ??= await parts.remote.read()
    if (await isSettled(parts, found)) return settled(parts, wish)
    const planned = await decided(parts, wish, answers, await readSides(parts, found))
    if ('kind' in planned) return planned
    if (wish.dryRun) return reportOf(parts, planned, wish, planned.sides.local.number)
    const sent = await send(parts, planned, wish)
    found = sent.kind === 'overtook' ? { kind: 'present', revision: sent.revision, bytes: sent.bytes } : null
    if (sent.kind !== 'sent') {
      await steppedBack(parts, tries)
      continue
    }
    const version = await keep(parts, planned, wish)
    if (version === null) continue
    await remember(parts, planned, wish, sent)
    return reportOf(parts, planned, wish, version)
  }
  throw syncFault('sync-fault.busy', { remote: parts.remote.name, tries: TRIES }, 'conflict')
}

const steppedBack = ({ dice, wait }: SyncParts, tries: number): Promise<void> =>
  wait(Math.ceil(STEP_BACK_MS * 2 ** tries * dice.roll()))

async function settled({ clock, remote, states, versions }: SyncParts, wish: SyncWish): Promise<SyncReport> {
  const state = await readSyncState(states)
  const at = clock.now()
  if (!wish.dryRun) {
    const seen = state.seen === null ? null : { ...state.seen, at }
    await keepSyncState(states, { ...state, seen, syncedAt: at, fault: null })
  }
  const { number: version } = await readConfiguration(versions)
  const nothing = { here: [], there: [], conflicts: [], wrote: false }
  const keys = { received: 0, sent: 0, missing: [] }
  return { kind: 'synced', remote: remote.name, version, ...nothing, waiting: { here: 0, there: 0 }, keys }
}

/** Plans until nothing is left to be asked; an answer can bring up new questions. */
async function decided(
  parts: SyncParts,
  wish: SyncWish,
  answers: Map<string, Side>,
  sides: Sides,
): Promise<Plan | Extract<SyncResult, { kind: 'undecided' }>> {
  for (;;) {
    const planned = await plan(parts, sides, (question) => answers.get(nameOf(question)) ?? null)
    const open = planned.conflicts.filter(({ taken }) => taken === null)
    if (open.length === 0) return planned
    const taken = await wish.decide(open)
    if (open.some((_, at) => (taken[at] ?? null) === null)) return { kind: 'undecided', conflicts: open }
    for (const [at, question] of open.entries()) answers.set(nameOf(question), taken[at] ?? 'ours')
  }
}

/** An answer holds for that question alone: another value of another round is asked for again. */
const nameOf = ({ ours, path, theirs }: Question): string =>
  JSON.stringify([path, ours ?? null, theirs ?? null])

type Sent =
  | { readonly kind: 'sent'; readonly revision: string | null; readonly bundle: SyncBundle | null }
  | { readonly kind: 'stale' }
  | { readonly kind: 'overtook'; readonly revision: string; readonly bytes: Uint8Array }

async function send(parts: SyncParts, planned: Plan, { direction }: SyncWish): Promise<Sent> {
  const { clock, machine, newRevision, passphrase, remote, sealing } = parts
  const { found, state, theirs } = planned.sides
  if (direction === 'pull' || !planned.isNewsThere) {
    return { kind: 'sent', revision: found.revision, bundle: theirs }
  }
  const lineage = {
    revision: newRevision(),
    ancestors: ancestorsOf(state.met, theirs?.lineage ?? null),
  }
  const bundle = { lineage, by: machine, at: clock.now(), document: planned.forThere, secrets: planned.keys }
  const bytes = Buffer.from(await sealing.seal(bundleText(bundle), passphrase))
  const written = await remote.write(found.revision, bytes)
  if (written.kind !== 'written') return written
  return { kind: 'sent', revision: written.revision, bundle }
}

/** The version afterwards; null when somebody else changed the configuration meanwhile. */
async function keep(parts: SyncParts, planned: Plan, { direction }: SyncWish): Promise<number | null> {
  const { clock, remote, versions } = parts
  const { beneath, sides } = planned
  const isNews = planned.here.length > 0 || beneath !== null
  if (direction === 'push' || !isNews) return sides.local.number
  await travellingKeys(parts).adopt(planned.forHere, sides.theirs?.secrets ?? new Map())
  const signature = {
    author: 'sync' as const,
    message: `sync with ${remote.name}`,
    ...(planned.renamed === null ? {} : { renamed: planned.renamed }),
    ...(beneath === null
      ? {}
      : { beneath: { document: beneath, message: `as it was in ${remote.name}, where it lost a conflict` } }),
  }
  try {
    const stored = { versions, clock, keep: parts.keep }
    const { configuration } = await replaceConfiguration(
      stored,
      sides.local.number,
      planned.forHere,
      signature,
    )
    return configuration.number
  } catch (error) {
    if (error instanceof AppError && error.code === 'stale-version') return null
    throw error
  }
}

/** What both sides have now is what the next merge starts from. */
async function remember(
  parts: SyncParts,
  planned: Plan,
  { direction }: SyncWish,
  { bundle, revision }: Extract<Sent, { kind: 'sent' }>,
): Promise<void> {
  const { clock, remote, states } = parts
  const at = clock.now()
  const behind = direction === 'push' ? planned.here.length : 0
  const seen: Seen = { remote: remote.name, revision, at, by: bundle?.by ?? null, behind }
  const { met, syncedAt } = await readSyncState(states)
  const isAll = bundle !== null && behind === 0
  await keepSyncState(states, {
    met: isAll ? withMet(met, { revision: bundle.lineage.revision, document: bundle.document }) : met,
    seen,
    syncedAt: isAll ? at : syncedAt,
    fault: null,
  })
}

async function rememberFault(
  { clock, states }: SyncParts,
  text: SyncFaultText,
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  const state = await readSyncState(states)
  await keepSyncState(states, { ...state, fault: { at: clock.now(), text, details } })
}

function reportOf(parts: SyncParts, planned: Plan, wish: SyncWish, version: number): SyncReport {
  const { conflicts, here, isNewsThere, keys, missing, received, there } = planned
  const [pulls, pushes] = [wish.direction !== 'push', wish.direction !== 'pull']
  return {
    kind: 'synced',
    remote: parts.remote.name,
    version,
    here: pulls ? here : [],
    there: pushes ? there : [],
    waiting: { here: pulls ? 0 : here.length, there: pushes ? 0 : there.length },
    wrote: pushes && isNewsThere && !wish.dryRun,
    conflicts,
    keys: { received: pulls ? received : 0, sent: pushes ? keys.size : 0, missing },
  }
}
