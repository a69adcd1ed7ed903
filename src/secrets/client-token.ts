/**
 * Client tokens are 256 random bits, and what is kept of one is its SHA-256. A
 * slow hash with a salt protects what people can think of; nobody guesses one
 * of 2^256, and this one is made for every request. It also makes looking a
 * token up safe against timing: what is compared is not what was sent.
 */
import { createHash, randomBytes } from 'node:crypto'
import { TOKEN_MARK } from '../core/client-token.ts'

/** A new token, and what is kept of it. */
export interface MadeToken {
  readonly token: string
  readonly hash: string
}

const BYTES = 32

/** `qcc_` and 43 characters of `A-Z a-z 0-9 _ -`. */
export function makeClientToken(): MadeToken {
  const token = TOKEN_MARK + randomBytes(BYTES).toString('base64url')
  return { token, hash: clientTokenHash(token) }
}

/** SHA-256, in hex. */
export const clientTokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
