import { isReused, type Document } from '../core/config/document.ts'
import { KEPT_ELSEWHERE } from '../core/sync/travelling-part.ts'
import { secretReferences, withReferences, type Secrets } from '../document/bundle.ts'
import { AppError } from '../errors/app-error.ts'
import { syncFault } from './sync-fault.ts'
import type { SyncParts } from './sync-parts.ts'

/** Keys on their way between the vault of a home and a bundle. */
export interface TravellingKeys {
  /** The document with the references of the bundle, where the same key is kept here under another one. */
  alike(document: Document, theirs: Document, secrets: Secrets): Promise<Document>
  /** The keys of a document for a bundle: those of this home if they travel, else those that were in it. */
  forBundle(document: Document, secrets: Secrets): Promise<Secrets>
  /** How many keys of a bundle a document needs that are new here, and its endpoints that have none afterwards. */
  arriving(
    document: Document,
    secrets: Secrets,
  ): Promise<{ readonly received: number; readonly missing: readonly string[] }>
  /** Keeps here what a document needs of a bundle. */
  adopt(document: Document, secrets: Secrets): Promise<void>
}

export function travellingKeys({
  remote,
  vault,
  withKeys,
}: Pick<SyncParts, 'remote' | 'vault' | 'withKeys'>): TravellingKeys {
  const here = async (reference: string): Promise<string | null> => {
    if (reference === KEPT_ELSEWHERE) return null
    try {
      return await vault.resolve(reference)
    } catch (error) {
      // A key that does not open here is as good as none.
      if (error instanceof AppError && error.code === 'secret-unreadable') return null
      throw error
    }
  }
  const newHere = async (document: Document, secrets: Secrets): Promise<readonly string[]> => {
    if (!withKeys) return []
    const fresh: string[] = []
    for (const reference of secretReferences(document)) {
      if (secrets.has(reference) && (await here(reference)) === null) fresh.push(reference)
    }
    return fresh
  }
  return {
    alike: async (document, theirs, secrets) => {
      const known = new Set(secretReferences(theirs))
      const renamed = new Map<string, string>()
      for (const reference of secretReferences(document)) {
        if (known.has(reference)) continue
        const key = await here(reference)
        const [other] = [...secrets].find(([, one]) => one === key) ?? []
        if (other !== undefined) renamed.set(reference, other)
      }
      return withReferences(document, renamed)
    },
    forBundle: async (document, secrets) => {
      const keys = new Map<string, string>()
      for (const reference of secretReferences(document)) {
        const key = (withKeys ? await here(reference) : null) ?? secrets.get(reference)
        if (key !== undefined) keys.set(reference, key)
      }
      return keys
    },
    arriving: async (document, secrets) => {
      const fresh = await newHere(document, secrets)
      const missing: string[] = []
      for (const { credential, name } of ownEndpoints(document)) {
        if (!credential.startsWith('secret:') || fresh.includes(credential)) continue
        if ((await here(credential)) === null) missing.push(name)
      }
      return { received: fresh.length, missing }
    },
    adopt: async (document, secrets) => {
      for (const reference of await newHere(document, secrets)) {
        const isKept = await vault.adopt(reference, secrets.get(reference) ?? '')
        if (!isKept) throw syncFault('sync-fault.key-clash', { remote: remote.name, reference })
      }
    },
  }
}

/** Endpoints with a target of their own, by their full names. */
const ownEndpoints = ({ profiles }: Document) =>
  profiles.flatMap(({ endpoints, name }) =>
    endpoints.flatMap((entry) =>
      isReused(entry) ? [] : [{ name: `${name}/${entry.name}`, credential: entry.credential }],
    ),
  )
