import { randomBytes } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { SealedSecrets, States } from '../ports/store.ts'
import type { KeyVault } from '../ports/vault.ts'
import { commandResults } from './command-results.ts'
import { ensureDataKey, openWrapped, readDataKeys } from './data-key.ts'
import { seal, unsealWithAny } from './envelope.ts'
import { faultOf, keyFault } from './key-fault.ts'
import { keychainItem } from './keychain-item.ts'
import type { KeyStore } from './key-store.ts'
import { answersTrial } from './key-store-here.ts'
import { protectionOf, purposeOf } from './protection.ts'
import { rekeyed } from './rekey.ts'
import { idOf, parseWrapped } from './wrapping.ts'
import { lacksPassphrase, type Manner, type WrappingKeys } from './wrapping-keys.ts'

interface Parts {
  readonly keys: WrappingKeys
  /** The key store of the system. Throws `secret-unreadable` where there is to be none. */
  readonly store: () => KeyStore
  /** Asked for when a stored key is, or when keys change. */
  readonly sealed: () => Promise<SealedSecrets>
  readonly states: () => Promise<States>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly redactor: Redactor
  readonly clock: Clock
  /** Runs a command of a `cmd:` reference: to its output, or to null when it failed. */
  readonly run?: (command: string) => Promise<string | null>
}

const ID_BYTES = 12

/**
 * Keys are sealed with one data key, and that key with one of a key store, a
 * passphrase or the key file. What was opened once stays in memory: behind an
 * id there is always the same. Variables are read at each use; what a command
 * or the key store gave is kept for 60 s.
 */
export function openKeyVault({ clock, env, keys, redactor, run, sealed, states, store }: Parts): KeyVault {
  const shell = async (command: string): Promise<string | null> => {
    const { shellOutput } = await import('./shell-output.ts')
    return shellOutput(command, env, clock)
  }
  const outputOf = commandResults(run ?? shell, clock)
  const itemOf = commandResults((name) => keychainItem(store(), name), clock)
  /** By reference. */
  const opened = new Map<string, string>()

  const openStored = async (id: string): Promise<string | null> => {
    const key = await storedKey(await sealed(), id, keys, 'asking')
    if (key !== null) opened.set(`secret:${id}`, key)
    return key
  }

  const put = async (id: string, key: string): Promise<void> => {
    redactor.learn(key)
    await putSealed(await sealed(), keys, { id, key, at: clock.now() })
  }

  const lookUp = (reference: string): string | null | Promise<string | null> => {
    const kind = reference.slice(0, reference.indexOf(':') + 1)
    const what = reference.slice(kind.length)
    if (kind === 'secret:') return openStored(what)
    if (kind === 'env:') return oneLine(env[what] ?? null)
    if (kind === 'keychain:') return itemOf(what).then(oneLine)
    return kind === 'cmd:' ? outputOf(what).then(oneLine) : null
  }
  const learnt = (key: string | null): string | null => {
    if (key !== null) redactor.learn(key)
    return key
  }
  const resolve: KeyVault['resolve'] = (reference) => {
    const key = opened.get(reference) ?? lookUp(reference)
    return key instanceof Promise ? key.then(learnt) : learnt(key)
  }

  return {
    resolve,
    keep: async (key) => {
      const id = randomBytes(ID_BYTES).toString('base64url')
      await put(id, key)
      return `secret:${id}`
    },
    adopt: async (reference, key) => {
      const id = reference.slice('secret:'.length)
      const kept = await storedOrNull(await sealed(), id, keys)
      if (kept !== null) return kept === key
      await put(id, key)
      return true
    },
    has: async (reference) => {
      const [, id] = /^secret:(.*)$/.exec(reference) ?? []
      return id === undefined ? (await resolve(reference)) !== null : isStored(await sealed(), id, keys)
    },
    protection: async () => protectionOf(await sealed(), keys, store),
    unlock: async (handed) => {
      if (handed !== undefined) keys.take(handed)
      return unlocked(await sealed(), keys)
    },
    hasKeyStore: () => answersTrial(store),
    rekey: async (to) => rekeyed({ keys, sealed: await sealed(), states: await states() }, to),
  }
}

async function putSealed(
  sealed: SealedSecrets,
  keys: WrappingKeys,
  { at, id, key }: { readonly id: string; readonly key: string; readonly at: number },
): Promise<void> {
  const dataKey = await ensureDataKey(sealed, keys)
  await sealed.put(id, seal(Buffer.from(key), dataKey, purposeOf(id)), at)
  if ((await storedKey(sealed, id, keys, 'asking')) !== key) throw keyFault('not-opened', { shut: 1, of: 1 })
}

/** Behind a passphrase that nobody gave, it is as good as there. */
async function isStored(sealed: SealedSecrets, id: string, keys: WrappingKeys): Promise<boolean> {
  try {
    return (await storedKey(sealed, id, keys, 'silent')) !== null
  } catch (error) {
    if (faultOf(error) === null) throw error
    return lacksPassphrase(error)
  }
}

/** A lost key file is the trouble of the endpoints whose keys it opens; all others serve without. */
async function unlocked(sealed: SealedSecrets, keys: WrappingKeys): Promise<string | null> {
  const wrapped = await sealed.wrappedKeys()
  const newest = wrapped.at(-1)
  if (newest === undefined) return null
  const { wrapping } = parseWrapped(newest)
  const { dataKeys, fault } = await openWrapped(wrapped, keys, 'asking')
  if (idOf(wrapping) === '' || dataKeys.length > 0) return keys.handOver(wrapping)
  throw fault ?? keyFault('not-opened', { shut: wrapped.length, of: wrapped.length })
}

/** Without the white space around it. A key of several lines is none: no header could carry it. */
function oneLine(text: string | null): string | null {
  const key = text?.trim() ?? ''
  return key === '' || /[\r\n]/.test(key) ? null : key
}

/** Read from the store and with what opens it, whatever is known already. Null when there is no such secret. */
async function storedKey(
  sealed: SealedSecrets,
  id: string,
  keys: WrappingKeys,
  manner: Manner,
): Promise<string | null> {
  const envelope = await sealed.get(id)
  if (envelope === null) return null
  const key = unsealWithAny(envelope, await readDataKeys(sealed, keys, manner), purposeOf(id))
  if (key === null) throw keyFault('not-opened', { shut: 1, of: 1 })
  return key.toString()
}

/** One that does not open here is as good as none. */
async function storedOrNull(sealed: SealedSecrets, id: string, keys: WrappingKeys): Promise<string | null> {
  try {
    return await storedKey(sealed, id, keys, 'asking')
  } catch (error) {
    const fault = faultOf(error)
    // Without its passphrase or its store, what is there might be another key.
    if (fault?.reason === 'not-opened' || fault?.reason.startsWith('key-file') === true) return null
    throw error
  }
}
