import { createHmac, hkdfSync } from 'node:crypto'
import type { Sealer } from '../ports/queue.ts'
import type { SealedSecrets } from '../ports/store.ts'
import { ensureDataKey, openWrapped, readDataKeys } from './data-key.ts'
import { KEY_BYTES, seal, unsealWithAny } from './envelope.ts'
import type { WrappingKeys } from './wrapping-keys.ts'

interface Place {
  readonly keys: WrappingKeys
  /** Asked for at the first use. */
  readonly sealed: () => Promise<SealedSecrets>
}

/** What the key of fingerprints is derived for (HKDF, RFC 5869): the data key itself signs nothing. */
const FINGERPRINTS = 'qcc fingerprints'

/**
 * Seals with the data key of the home, which is made when there is none, and
 * opens with each that can be had. Fingerprints are made with the oldest one,
 * so that a new data key leaves those that are stored as they are.
 */
export function openSealer({ keys, sealed }: Place): Sealer {
  let own: Promise<OwnKeys> | null = null
  let toOpen: readonly Buffer[] = []
  const ownKeys = (): Promise<OwnKeys> => {
    own ??= sealed().then((store) => readOwn(store, keys))
    // What failed once may do the next time.
    own.catch(() => (own = null))
    return own
  }
  return {
    seal: async (plain, purpose) => seal(plain, (await ownKeys()).newest, purpose),
    unseal: async (envelope, purpose) => {
      const plain = unsealWithAny(envelope, toOpen, purpose)
      if (plain !== null) return plain
      // A key may have been added, or the key file put back.
      const { dataKeys } = await openWrapped(await (await sealed()).wrappedKeys(), keys, 'asking')
      if (dataKeys.length > 0) toOpen = dataKeys
      return unsealWithAny(envelope, dataKeys, purpose)
    },
    fingerprint: async (chunks) => {
      const key = hkdfSync('sha256', (await ownKeys()).oldest, '', FINGERPRINTS, KEY_BYTES)
      const hmac = createHmac('sha256', Buffer.from(key))
      for (const chunk of chunks) hmac.update(chunk)
      return hmac.digest('base64url')
    },
  }
}

interface OwnKeys {
  readonly newest: Buffer
  readonly oldest: Buffer
}

async function readOwn(sealed: SealedSecrets, keys: WrappingKeys): Promise<OwnKeys> {
  const newest = await ensureDataKey(sealed, keys)
  const [oldest = newest] = await readDataKeys(sealed, keys)
  return { newest, oldest }
}
