/**
 * AES-256-GCM. An envelope is a byte for its format, a nonce, the tag that
 * notices any change, and the encrypted text. What it is for is part of what
 * the tag protects, so that one envelope cannot be put in another's place.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export const KEY_BYTES = 32
const FORMAT = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const TEXT_AT = 1 + NONCE_BYTES + TAG_BYTES

export function seal(text: Uint8Array, key: Uint8Array, purpose: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(protectedBy(purpose))
  const encrypted = [cipher.update(text), cipher.final()]
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), ...encrypted])
}

/** Whether it has the form of one; only a key that opens it tells more. */
export const isEnvelope = (bytes: Uint8Array): boolean => bytes[0] === FORMAT && bytes.length >= TEXT_AT

/** Null when the key does not open it, or when it is not as it was sealed. */
export function unseal(envelope: Uint8Array, key: Uint8Array, purpose: string): Buffer | null {
  if (!isEnvelope(envelope)) return null
  const nonce = envelope.subarray(1, 1 + NONCE_BYTES)
  const tag = envelope.subarray(1 + NONCE_BYTES, TEXT_AT)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(protectedBy(purpose)).setAuthTag(tag)
  const text = decipher.update(envelope.subarray(TEXT_AT))
  try {
    return Buffer.concat([text, decipher.final()])
  } catch {
    return null
  }
}

/** The same with whichever of these keys opens it. */
export function unsealWithAny(
  envelope: Uint8Array,
  keys: readonly Uint8Array[],
  purpose: string,
): Buffer | null {
  for (const key of keys) {
    const text = unseal(envelope, key, purpose)
    if (text !== null) return text
  }
  return null
}

const protectedBy = (purpose: string): Buffer => Buffer.from(`qcc ${String(FORMAT)} ${purpose}`)
