import { randomBytes } from 'node:crypto'
import type { AppError } from '../errors/app-error.ts'
import type { SealedSecrets } from '../ports/store.ts'
import { KEY_BYTES, seal } from './envelope.ts'
import { faultOf, keyFault } from './key-fault.ts'
import { parseWrapped, wrappedText, type WrappedKey } from './wrapping.ts'
import type { Manner, WrappingKeys } from './wrapping-keys.ts'

const PURPOSE = 'data key'

/** What became of the wrapped keys, oldest first. */
export interface OpenedKeys {
  readonly dataKeys: readonly Buffer[]
  /** What does not open here: what wraps it is lost, or another one. */
  readonly shut: readonly WrappedKey[]
  /** Why one did not open; null when the right key was simply not at hand. */
  readonly fault: AppError | null
}

/** Tries each; what cannot be had keeps none of the others shut. */
export async function openWrapped(
  wrapped: readonly string[],
  keys: WrappingKeys,
  manner: Manner,
): Promise<OpenedKeys> {
  const dataKeys: Buffer[] = []
  const shut: WrappedKey[] = []
  let fault: AppError | null = null
  for (const one of wrapped.map(parseWrapped)) {
    try {
      const dataKey = await keys.open(one, manner)
      if (dataKey === null) shut.push(one)
      else dataKeys.push(dataKey)
    } catch (error) {
      if (faultOf(error) === null) throw error
      fault = error as AppError
      shut.push(one)
    }
  }
  return { dataKeys, shut, fault }
}

/** The keys that may have sealed a secret, oldest first. Rejects with `secret-unreadable` when what opens them cannot be had. */
export async function readDataKeys(
  sealed: SealedSecrets,
  keys: WrappingKeys,
  manner: Manner = 'asking',
): Promise<readonly Buffer[]> {
  const { dataKeys, fault } = await openWrapped(await sealed.wrappedKeys(), keys, manner)
  if (dataKeys.length === 0 && fault !== null) throw fault
  return dataKeys
}

/**
 * The key to seal with. In a new home it is made, and wrapped by the key file.
 * One that a lost key file would open stays beside a new one, so that what it
 * sealed is readable again when that file is put back. A key store or a
 * passphrase that is not at hand is no reason to do without: that rejects.
 */
export async function ensureDataKey(sealed: SealedSecrets, keys: WrappingKeys): Promise<Buffer> {
  const wrapped = await sealed.wrappedKeys()
  const newest = wrapped.at(-1)
  const isByFile = newest === undefined || parseWrapped(newest).wrapping.kind === 'key-file'
  const [wrapping] = isByFile ? keys.ensureKeyFile() : []
  const { dataKeys, fault } = await openWrapped(wrapped, keys, 'asking')
  const existing = dataKeys.at(-1)
  if (existing !== undefined) return existing
  if (wrapping === undefined) throw fault ?? keyFault('not-opened')
  const made = { wrapping: { kind: 'key-file' } as const, envelope: wrap(randomBytes(KEY_BYTES), wrapping) }
  await sealed.addWrappedKey(wrapped.length, wrappedText(made))
  // Somebody else may have been first; then theirs is the key.
  const key = (await openWrapped(await sealed.wrappedKeys(), keys, 'asking')).dataKeys.at(-1)
  if (key === undefined) throw keyFault('not-opened')
  return key
}

export const wrap = (dataKey: Buffer, wrapping: Buffer): Buffer => seal(dataKey, wrapping, PURPOSE)
