import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { setSetting } from '../../src/core/config/changes.ts'
import { UndiciSender } from '../../src/sender/undici-sender.ts'
import { openBundle } from '../../src/sync/sync-bundle.ts'
import { startGistServer } from './gist-server.ts'
import { temporaryFolder } from './qcc.ts'
import type { SyncPlace } from './sync-child.ts'
import { folderAt, gistAt, gitAt, PASSPHRASE, quickSealing, syncHomeAt, type SyncHome } from './sync-homes.ts'

const CHILD = fileURLToPath(new URL('sync-child.ts', import.meta.url))
const NAME = 'qcc-sync.age'

/** Two homes over one remote. */
export interface TwoHomes {
  readonly folder: string
  readonly a: SyncHome
  readonly b: SyncHome
  readonly place: SyncPlace
  /** What lies in the remote now. */
  readonly bytes: () => Uint8Array
}

async function twoHomes(place: SyncPlace, folder: string, bytes: () => Uint8Array): Promise<TwoHomes> {
  const sender = new UndiciSender()
  const remote = (home: string) => {
    if (place.kind === 'folder') return folderAt(place.folder)
    return place.kind === 'git' ? gitAt(place.url, home) : gistAt(place.api, place.id, sender)
  }
  const home = (name: string) => syncHomeAt(join(folder, name), remote(join(folder, name)))
  return { folder, place, bytes, a: await home('a'), b: await home('b') }
}

export async function overFolder(): Promise<TwoHomes> {
  const folder = temporaryFolder()
  const shared = join(folder, 'shared')
  mkdirSync(shared)
  return twoHomes({ kind: 'folder', folder: shared }, folder, () => readFileSync(join(shared, NAME)))
}

export async function overGit(): Promise<TwoHomes> {
  const folder = temporaryFolder()
  const url = join(folder, 'remote.git')
  execFileSync('git', ['init', '--quiet', '--bare', url])
  return twoHomes({ kind: 'git', url }, folder, () => {
    execFileSync('git', ['--git-dir', url, 'fsck', '--strict', '--no-dangling'], { stdio: 'pipe' })
    return execFileSync('git', ['--git-dir', url, 'show', `qcc:${NAME}`])
  })
}

export async function overGist(): Promise<TwoHomes> {
  const server = await startGistServer()
  const id = server.add({ [NAME]: 'QCC has not written here yet.' })
  return twoHomes({ kind: 'gist', api: server.api, id }, temporaryFolder(), () =>
    Buffer.from(server.gists.get(id)?.versions[0]?.files[NAME] ?? ''),
  )
}

/** Runs `sync-child.ts` in a home. Resolves to whether it came to its end. */
export function syncChild(place: SyncPlace, home: string, ...args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = [CHILD, home, JSON.stringify(place), ...args]
    const one = spawn(process.execPath, child, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    one.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
    one.on('close', () => {
      resolve(text === 'done\n')
    })
  })
}

/**
 * Kills syncs of `a`, one after another, each `stride` steps later than the one
 * before, until one comes to its end. After each of them both sides are whole,
 * and the next sync loses nothing. Resolves to the number of steps.
 */
export async function killAtEachStep(
  { a, b, bytes, folder, place }: TwoHomes,
  {
    first = 0,
    stride,
    gitMs = 0,
  }: { readonly first?: number; readonly stride: number; readonly gitMs?: number },
): Promise<number> {
  for (let step = first; ; step += stride) {
    const value = 100 + step
    await b.change(setSetting('timeout.quiet', value))
    await b.sync('theirs')
    await a.change(setSetting('timeout.idle', value))
    const before = (await a.document()).settings
    const isDone = await syncChild(place, join(folder, 'a'), 'killed', String(step), String(gitMs))
    const merged = { 'timeout.idle': value, 'timeout.quiet': value }
    expect([before, merged]).toContainEqual((await a.document()).settings)
    const bundle = await openBundle(quickSealing, bytes(), PASSPHRASE, 'x')
    expect(bundle.document.settings['timeout.quiet']).toBe(value)
    await a.sync('theirs')
    await b.sync('theirs')
    expect([(await a.document()).settings, (await b.document()).settings]).toEqual([merged, merged])
    if (isDone) return step
  }
}
