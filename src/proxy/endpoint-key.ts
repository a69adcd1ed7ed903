import { fitsHeader } from '../anthropic/headers.ts'
import type { Endpoint } from '../core/model.ts'
import { AppError } from '../errors/app-error.ts'
import type { Vault } from '../ports/vault.ts'

/** The key of an endpoint, or why there is none. */
export type FoundKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'none'; readonly why: string }

/** A key that cannot be had is this endpoint's trouble alone: the next one may have its own. */
export async function keyOf({ credential }: Endpoint, vault: Vault): Promise<FoundKey> {
  // A command may have a secret in it, and this goes to the client.
  const name = credential.startsWith('cmd:') ? 'its key command' : credential
  try {
    const key = await vault.resolve(credential)
    if (key === null) return { kind: 'none', why: `${name} has no value, or one of several lines` }
    if (fitsHeader(key)) return { kind: 'key', key }
    return { kind: 'none', why: `${name} is no key: it has a character that no header can carry` }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { kind: 'none', why: `${name} cannot be read: ${error.message}` }
  }
}
