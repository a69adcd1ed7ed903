import type { ClientToken } from '../../src/ports/store.ts'
import { makeClientToken } from '../../src/secrets/client-token.ts'

/** A client token of that name, and what a store keeps of it. */
export function clientToken(
  name: string,
  profile: string | null = null,
): { readonly token: string; readonly kept: ClientToken } {
  const { hash, token } = makeClientToken()
  return { token, kept: { name, hash, profile, createdAt: 1_700_000_000_000, usedAt: null } }
}
