import { fitsHeader } from '../anthropic/headers.ts'
import type { Endpoint } from '../core/model.ts'
import { AppError } from '../errors/app-error.ts'
import type { Vault } from '../ports/vault.ts'

/** The key of an endpoint, or why there is none. */
export type FoundKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'none'; readonly why: string }

/** A key that cannot be had is this endpoint's trouble alone: the next one may have its own. At once where it is known. */
export function keyOf(endpoint: Endpoint, vault: Vault): FoundKey | Promise<FoundKey> {
  const key = vault.resolve(endpoint.credential)
  return key instanceof Promise ? fetched(key, endpoint) : judged(key, endpoint)
}

async function fetched(key: Promise<string | null>, endpoint: Endpoint): Promise<FoundKey> {
  try {
    return judged(await key, endpoint)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { kind: 'none', why: `${nameOf(endpoint)} cannot be read: ${error.message}` }
  }
}

function judged(key: string | null, endpoint: Endpoint): FoundKey {
  if (key === null) return { kind: 'none', why: `${nameOf(endpoint)} has no value, or one of several lines` }
  if (fitsHeader(key)) return { kind: 'key', key }
  return { kind: 'none', why: `${nameOf(endpoint)} is no key: it has a character that no header can carry` }
}

/** A command may have a secret in it, and this goes to the client. */
const nameOf = ({ credential }: Endpoint): string =>
  credential.startsWith('cmd:') ? 'its key command' : credential
