import { randomBytes } from 'node:crypto'
import { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { SealedSecrets } from '../ports/store.ts'
import type { KeyVault, Protection } from '../ports/vault.ts'
import { commandResults } from './command-results.ts'
import { ensureDataKey, readDataKeys } from './data-key.ts'
import { seal, unsealWithAny } from './envelope.ts'
import { unreadable } from './unreadable.ts'

interface Parts {
  readonly keyFile: string
  /** Asked for when a stored key is. */
  readonly sealed: () => Promise<SealedSecrets>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly redactor: Redactor
  readonly clock: Clock
  /** Runs a command of a `cmd:` reference: to its output, or to null when it failed. */
  readonly run?: (command: string) => Promise<string | null>
}

const ID_BYTES = 12

/**
 * Keys are sealed with one data key, and that key with the one in the key
 * file. What was opened once stays in memory: behind an id there is always the same.
 * Variables are read at each use; the result of a command is kept for 60 s.
 */
export function openKeyVault({ clock, env, keyFile, redactor, run, sealed }: Parts): KeyVault {
  const shell = async (command: string): Promise<string | null> => {
    const { shellOutput } = await import('./shell-output.ts')
    return shellOutput(command, env, clock)
  }
  const outputOf = commandResults(run ?? shell, clock)
  const opened = new Map<string, string>()

  const openStored = async (id: string): Promise<string | null> => {
    const key = await storedKey(await sealed(), id, keyFile)
    if (key !== null) opened.set(id, key)
    return key
  }

  const put = async (id: string, key: string): Promise<void> => {
    redactor.learn(key)
    const store = await sealed()
    const dataKey = await ensureDataKey(store, keyFile)
    await store.put(id, seal(Buffer.from(key), dataKey, purposeOf(id)), clock.now())
    if ((await storedKey(store, id, keyFile)) !== key) {
      throw unreadable(keyFile, `secret ${id} is another one when it is read back`)
    }
  }

  const lookUp = (reference: string): string | null | Promise<string | null> => {
    const kind = reference.slice(0, reference.indexOf(':') + 1)
    const what = reference.slice(kind.length)
    if (kind === 'secret:') return opened.get(what) ?? openStored(what)
    if (kind === 'env:') return oneLine(env[what] ?? null)
    return kind === 'cmd:' ? outputOf(what).then(oneLine) : null
  }
  const learnt = (key: string | null): string | null => {
    if (key !== null) redactor.learn(key)
    return key
  }

  return {
    resolve: (reference) => {
      const key = lookUp(reference)
      return key instanceof Promise ? key.then(learnt) : learnt(key)
    },
    keep: async (key) => {
      const id = randomBytes(ID_BYTES).toString('base64url')
      await put(id, key)
      return `secret:${id}`
    },
    adopt: async (reference, key) => {
      const id = reference.slice('secret:'.length)
      const kept = await storedOrNull(await sealed(), id, keyFile)
      if (kept !== null) return kept === key
      await put(id, key)
      return true
    },
    protection: async () => protectionOf(await sealed(), keyFile),
  }
}

const purposeOf = (id: string): string => `secret ${id}`

/** Without the white space around it. A key of several lines is none: no header could carry it. */
function oneLine(text: string | null): string | null {
  const key = text?.trim() ?? ''
  return key === '' || /[\r\n]/.test(key) ? null : key
}

/** Read from the store and the key file, whatever is known already. Null when there is no such secret. */
async function storedKey(sealed: SealedSecrets, id: string, keyFile: string): Promise<string | null> {
  const envelope = await sealed.get(id)
  if (envelope === null) return null
  const key = openedWith(await readDataKeys(sealed, keyFile), id, envelope)
  if (key === null) throw unreadable(keyFile, `${keyFile} does not open it`)
  return key
}

/** One that does not open here is as good as none. */
async function storedOrNull(sealed: SealedSecrets, id: string, keyFile: string): Promise<string | null> {
  try {
    return await storedKey(sealed, id, keyFile)
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret-unreadable') return null
    throw error
  }
}

const openedWith = (dataKeys: readonly Uint8Array[], id: string, envelope: Uint8Array): string | null =>
  unsealWithAny(envelope, dataKeys, purposeOf(id))?.toString() ?? null

/** Claims nothing that was not tried: each secret is opened with what is on disk. Plain bytes would not open. */
async function protectionOf(sealed: SealedSecrets, keyFile: string): Promise<Protection> {
  const all = [...(await sealed.all())]
  if (all.length === 0) return { kind: 'nothing-stored' }
  try {
    const dataKeys = await readDataKeys(sealed, keyFile)
    const shut = all.filter(([id, envelope]) => openedWith(dataKeys, id, envelope) === null).length
    if (shut === 0) return { kind: 'key-file', file: keyFile, secrets: all.length }
    return { kind: 'unreadable', why: `${keyFile} does not open ${String(shut)} of ${String(all.length)}` }
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret-unreadable') {
      return { kind: 'unreadable', why: String(error.details['why']) }
    }
    throw error
  }
}
