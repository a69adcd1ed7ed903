import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Store, VersionDraft } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryFolder } from './qcc.ts'

interface Implementation {
  readonly name: string
  /** A place for a new store. */
  readonly place: () => string
  readonly open: (place: string) => Promise<Store>
}

/** Every implementation of the store. The contract suites run on each. */
export const STORES: readonly Implementation[] = [
  {
    name: 'SQLite',
    place: () => join(temporaryFolder(), 'home', 'qcc.db'),
    open: (file) => openStore({ file }),
  },
]

/** Opens a store that is closed when the test ends. */
export async function openFor(implementation: Implementation, place: string): Promise<Store> {
  const store = await implementation.open(place)
  onTestFinished(() => {
    store.close()
  })
  return store
}

/** A version to commit, with a content of its own unless given. */
export function draft(what: string | number, parts: Partial<VersionDraft> = {}): VersionDraft {
  const content = parts.content ?? JSON.stringify({ what })
  const hash = createHash('sha256').update(content).digest('hex')
  return { at: 1_700_000_000_000, author: 'cli', message: `made ${String(what)}`, hash, content, ...parts }
}
