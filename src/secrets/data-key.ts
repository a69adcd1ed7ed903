import { randomBytes } from 'node:crypto'
import type { SealedSecrets } from '../ports/store.ts'
import { KEY_BYTES, seal, unseal } from './envelope.ts'
import { ensureKeyFile, readKeyFile } from './key-file.ts'
import { unreadable } from './unreadable.ts'

const PURPOSE = 'data key'

/** The keys that may have sealed a secret: all that the key file opens, oldest first. */
export async function readDataKeys(sealed: SealedSecrets, keyFile: string): Promise<readonly Buffer[]> {
  const wrapped = await sealed.wrappedKeys()
  return wrapped.length === 0 ? [] : openedBy(readKeyFile(keyFile), wrapped)
}

/**
 * The key to seal with. It is made where there is none that the key file
 * opens; one that a lost key file would open stays beside it, so that what it
 * sealed is readable again when that file is put back.
 */
export async function ensureDataKey(sealed: SealedSecrets, keyFile: string): Promise<Buffer> {
  const wrapping = ensureKeyFile(keyFile)
  const wrapped = await sealed.wrappedKeys()
  const existing = openedBy(wrapping, wrapped).at(-1)
  if (existing !== undefined) return existing
  await sealed.addWrappedKey(
    wrapped.length,
    seal(randomBytes(KEY_BYTES), wrapping, PURPOSE).toString('base64'),
  )
  // Somebody else may have been first; then theirs is the key.
  const key = openedBy(wrapping, await sealed.wrappedKeys()).at(-1)
  if (key === undefined) throw unreadable(keyFile, 'another process used another key file at the same time')
  return key
}

const openedBy = (wrapping: Buffer, wrapped: readonly string[]): readonly Buffer[] =>
  wrapped.flatMap((one) => unseal(Buffer.from(one, 'base64'), wrapping, PURPOSE) ?? [])
