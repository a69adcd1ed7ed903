/**
 * A process of its own at a store, for the tests that kill it or start many:
 * `node store-child.ts DATABASE WHAT [COUNT]`. It writes a line of JSON for
 * each thing that was done, and only when the store has acknowledged it.
 */
import { writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../src/errors/app-error.ts'
import type { Store, VersionDraft } from '../../src/ports/store.ts'
import { ensureKeyFile } from '../../src/secrets/key-file.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { Said } from './store-process.ts'
import { vaultOf } from './vault.ts'

const KEEP = 200
const [file = '', what = '', count = '0'] = process.argv.slice(2)

// Not through a stream: what is said must be out before the next thing is begun.
const say = (fact: Said): void => void writeSync(1, `${JSON.stringify(fact)}\n`)

/** Lengths from a line to some pages, so that a kill meets every kind of write. */
const draftOn = (base: number): VersionDraft => {
  const content = JSON.stringify({ base, by: process.pid, pad: 'x'.repeat((base * 977) % 9_000) })
  return { at: base, author: 'cli', message: String(process.pid), hash: String(base), content }
}

/** Commits on top of what is newest, `most` times; a conflict is said and tried again. */
async function commit({ versions }: Store, most: number): Promise<void> {
  for (let made = 0; made < most;) {
    const base = (await versions.newest())?.number ?? 0
    const committed = await versions.commit(base, draftOn(base), KEEP)
    say(committed)
    if (committed.kind === 'committed') made += 1
  }
}

async function keep(store: Store, key: string): Promise<void> {
  const reference = await vaultOf(dirname(file), store.sealedSecrets).keep(key)
  say({ kind: 'kept', reference, key })
}

/** Key files, one after the other: who starts late catches up, and then many want to make the same. */
function makeKeys(count: number): void {
  const keys = Array.from({ length: count }, (_, index) =>
    ensureKeyFile(join(dirname(file), `key-${String(index)}`)),
  )
  say({ kind: 'made', keys: keys.flatMap((found) => found.map((key) => key.toString('hex'))) })
}

/** What can be read, and what becomes of a write. */
async function readThenWrite(store: Store): Promise<void> {
  const base = (await store.versions.newest())?.number ?? 0
  say({ kind: 'read', newest: base })
  say(await store.versions.commit(base, draftOn(base), KEEP))
}

try {
  const store = await openStore({ file })
  if (what === 'commit') await commit(store, Number(count))
  if (what === 'commit-forever') await commit(store, Infinity)
  if (what === 'keep') await keep(store, count)
  if (what === 'make-keys') makeKeys(Number(count))
  if (what === 'read-then-write') await readThenWrite(store)
  store.close()
} catch (error) {
  if (!(error instanceof AppError)) throw error
  say({ kind: 'failed', code: error.code, details: error.details })
}
