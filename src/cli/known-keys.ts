import type { Document } from '../core/config/document.ts'
import { secretReferences } from '../document/bundle.ts'
import { AppError } from '../errors/app-error.ts'
import type { KeyVault } from '../ports/vault.ts'
import type { Context } from './context.ts'

/** The keys that a document refers to and that are kept here, by their references. */
export async function knownKeys(
  context: Pick<Context, 'keys'>,
  document: Document,
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>()
  for (const reference of secretReferences(document)) {
    const key = await keyHere(await context.keys(), reference)
    if (key !== null) keys.set(reference, key)
  }
  return keys
}

/** A key that does not open here is as good as none. */
export async function keyHere(keys: KeyVault, reference: string): Promise<string | null> {
  try {
    return await keys.resolve(reference)
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret-unreadable') return null
    throw error
  }
}
