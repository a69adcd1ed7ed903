import { createHmac, hkdfSync } from 'node:crypto'
import { AppError } from '../errors/app-error.ts'
import type { Sealer } from '../ports/queue.ts'
import type { SealedSecrets } from '../ports/store.ts'
import { ensureDataKey, readDataKeys } from './data-key.ts'
import { KEY_BYTES, seal, unsealWithAny } from './envelope.ts'

interface Place {
  readonly keyFile: string
  /** Asked for at the first use. */
  readonly sealed: () => Promise<SealedSecrets>
}

/** What the key of fingerprints is derived for (HKDF, RFC 5869): the data key itself signs nothing. */
const FINGERPRINTS = 'qcc fingerprints'

/** Seals with the data key of the home, which is made when there is none, and opens with each that the key file opens. */
export function openSealer({ keyFile, sealed }: Place): Sealer {
  let dataKey: Promise<Buffer> | null = null
  let toOpen: readonly Buffer[] = []
  const ownKey = (): Promise<Buffer> => {
    dataKey ??= sealed().then((store) => ensureDataKey(store, keyFile))
    // What failed once may do the next time.
    dataKey.catch(() => (dataKey = null))
    return dataKey
  }
  return {
    seal: async (plain, purpose) => seal(plain, await ownKey(), purpose),
    unseal: async (envelope, purpose) => {
      const plain = unsealWithAny(envelope, toOpen, purpose)
      if (plain !== null) return plain
      // A key may have been added, or the key file put back.
      const found = await readable(await sealed(), keyFile)
      if (found.length > 0) toOpen = found
      return unsealWithAny(envelope, found, purpose)
    },
    fingerprint: async (chunks) => {
      const key = hkdfSync('sha256', await ownKey(), '', FINGERPRINTS, KEY_BYTES)
      const hmac = createHmac('sha256', Buffer.from(key))
      for (const chunk of chunks) hmac.update(chunk)
      return hmac.digest('base64url')
    },
  }
}

/** None, where the key file is lost or not one. */
async function readable(sealed: SealedSecrets, keyFile: string): Promise<readonly Buffer[]> {
  try {
    return await readDataKeys(sealed, keyFile)
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret-unreadable') return []
    throw error
  }
}
