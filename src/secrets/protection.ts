import type { KeyFault, Protection } from '../ports/vault.ts'
import type { SealedSecrets } from '../ports/store.ts'
import { openWrapped } from './data-key.ts'
import { isEnvelope, unsealWithAny } from './envelope.ts'
import { faultOf } from './key-fault.ts'
import type { KeyStore } from './key-store.ts'
import { parseWrapped } from './wrapping.ts'
import { lacksPassphrase, type WrappingKeys } from './wrapping-keys.ts'

/** What each secret is sealed for. */
export const purposeOf = (id: string): string => `secret ${id}`

/** Claims nothing that was not tried: each secret is opened with what is on disk. Plain bytes would not open. */
export async function protectionOf(
  sealed: SealedSecrets,
  keys: WrappingKeys,
  store: () => KeyStore,
): Promise<Protection> {
  const all = [...(await sealed.all())]
  const wrapped = await sealed.wrappedKeys()
  const newest = wrapped.at(-1)
  const kind = newest === undefined ? 'key-file' : parseWrapped(newest).wrapping.kind
  if (all.length === 0 && newest === undefined) return { kind: 'nothing-stored' }
  const secrets = all.length
  const { dataKeys, fault } = await openWrapped(wrapped, keys, 'silent')
  if (dataKeys.length === 0 && lacksPassphrase(fault)) {
    const odd = all.filter(([, envelope]) => !isEnvelope(envelope)).length
    return odd === 0 ? { kind: 'passphrase', isOpened: false, secrets } : notOpened(odd, secrets)
  }
  if (dataKeys.length === 0 && fault !== null) return { kind: 'unreadable', ...(faultOf(fault) as KeyFault) }
  const shut = all.filter(
    ([id, envelope]) => unsealWithAny(envelope, dataKeys, purposeOf(id)) === null,
  ).length
  if (shut > 0) return notOpened(shut, secrets)
  if (kind === 'key-file') return { kind, file: keys.keyFile, secrets }
  return kind === 'passphrase' ? { kind, isOpened: true, secrets } : { kind, store: store().name, secrets }
}

const notOpened = (shut: number, of: number): Protection => ({
  ...{ kind: 'unreadable', reason: 'not-opened', values: { shut, of } },
})
