import type { Document } from '../core/config/document.ts'
import { secretReferences, type Secrets } from '../document/bundle.ts'
import type { Context } from './context.ts'
import { keyHere } from './known-keys.ts'

/** The keys that the document of a file refers to, by its references. */
export interface ImportedKeys {
  /** Kept here already under another reference: that one. */
  readonly known: ReadonlyMap<string, string>
  /** In the file and not here: the keys themselves. */
  readonly fresh: Secrets
  /** Neither in the file nor here. */
  readonly missing: readonly string[]
}

/** Compares the keys that came with a document with those of the configuration that it is to replace. */
export async function importedKeys(
  context: Pick<Context, 'keys'>,
  present: Document,
  document: Document,
  secrets: Secrets,
): Promise<ImportedKeys> {
  const wanted = secretReferences(document)
  const here = new Map<string, string>()
  for (const reference of new Set([...wanted, ...secretReferences(present)])) {
    const key = await keyHere(await context.keys(), reference)
    if (key !== null) here.set(reference, key)
  }
  const known = new Map<string, string>()
  const fresh = new Map<string, string>()
  for (const reference of wanted) {
    const key = secrets.get(reference)
    if (key === undefined || key === here.get(reference)) continue
    const [other] = [...here].find(([, kept]) => kept === key) ?? []
    if (other === undefined) fresh.set(reference, key)
    else known.set(reference, other)
  }
  return { known, fresh, missing: wanted.filter((one) => !secrets.has(one) && !here.has(one)) }
}
