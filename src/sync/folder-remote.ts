/**
 * A folder as a remote: a file in it that is replaced as a whole. Two programs
 * on one machine take turns by a lock that ends with its process. Of two
 * machines whose folder a cloud service keeps alike, the later one may win over
 * the other; the other has its part still, and the next sync brings it in.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundleName, Remote, RemoteState, Written } from '../ports/remote.ts'
import { inTurn, type Turns } from './in-turn.ts'
import { syncFault } from './sync-fault.ts'

export const BUNDLE: BundleName = 'qcc-sync.age'

/** What a folder's remote is given. */
export interface FolderParts extends Turns {
  readonly folder: string
}

/** It never changes, so that no cloud service has anything to do with it. */
const LOCK = '.qcc-sync.lock'
const BESIDE = /^\.qcc-sync-[0-9a-f-]{36}\.part$/

/** A turn takes milliseconds; on a network drive perhaps a second. */
const TURN_MS = 10_000

export function folderRemote(parts: FolderParts): Remote {
  const { folder } = parts
  const file = join(folder, BUNDLE)
  const turn = {
    lock: join(folder, LOCK),
    mostMs: TURN_MS,
    busy: () => syncFault('sync-fault.folder-busy', { remote: folder, seconds: TURN_MS / 1_000 }, 'conflict'),
  }
  return {
    name: folder,
    read: () => usable(folder, () => stateOf(folder, file)),
    write: (expected, bytes) =>
      usable(folder, async () => {
        await mkdir(folder, { recursive: true })
        return inTurn(parts, turn, () => replaced(folder, file, expected, bytes))
      }),
  }
}

async function stateOf(folder: string, file: string): Promise<RemoteState> {
  try {
    const bytes = await readFile(file)
    return { kind: 'present', revision: hashOf(bytes), bytes }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    // iCloud Drive leaves this in the place of a file that it keeps in the cloud alone.
    if (existsSync(join(folder, `.${BUNDLE}.icloud`))) {
      throw syncFault('sync-fault.not-here-yet', { remote: folder })
    }
    return { kind: 'empty', revision: null }
  }
}

async function replaced(
  folder: string,
  file: string,
  expected: string | null,
  bytes: Uint8Array,
): Promise<Written> {
  const { revision } = await stateOf(folder, file)
  if (revision !== expected) return { kind: 'stale' }
  // Whoever wrote these was ended before it was done: nobody else has the turn now.
  const left = (await readdir(folder)).filter((name) => BESIDE.test(name))
  for (const name of left) await rm(join(folder, name), { force: true })
  const beside = join(folder, `.qcc-sync-${randomUUID()}.part`)
  try {
    await writeDurably(beside, bytes)
    await rename(beside, file)
  } finally {
    await rm(beside, { force: true })
  }
  const wanted = hashOf(bytes)
  const there = await stateOf(folder, file)
  if (there.revision !== wanted) throw syncFault('sync-fault.not-read-back', { remote: folder })
  return { kind: 'written', revision: wanted }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What the system says of a folder, as the fault that it is. */
async function usable<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!(error instanceof Error) || code === undefined || 'failure' in error) throw error
    throw syncFault('sync-fault.no-folder', { remote: folder, why: code })
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
