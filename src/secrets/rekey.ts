/** A new data key for everything that is sealed, and a new key that wraps it. */
import { randomBytes } from 'node:crypto'
import { AppError } from '../errors/app-error.ts'
import type { SealedSecrets, States } from '../ports/store.ts'
import type { Rekeyed, Rewrapping, WrappingKind } from '../ports/vault.ts'
import { openWrapped, wrap, type OpenedKeys } from './data-key.ts'
import { KEY_BYTES, seal, unsealWithAny } from './envelope.ts'
import { keyFault } from './key-fault.ts'
import { purposeOf } from './protection.ts'
import { parseWrapped, wrappedText, type Wrapping } from './wrapping.ts'
import type { WrappingKey, WrappingKeys } from './wrapping-keys.ts'

interface Parts {
  readonly keys: WrappingKeys
  readonly sealed: SealedSecrets
  readonly states: States
}

/** Everything as it was read, before anything was changed. */
interface Found extends OpenedKeys {
  readonly wrapped: readonly string[]
  readonly secrets: ReadonlyMap<string, Uint8Array>
  /** Those of them that open. */
  readonly plain: ReadonlyMap<string, Buffer>
}

/** Items of the key store that are ours, also one that a killed change made and nothing uses. */
const ITEMS = 'key-store-items'
/** Somebody stored a key in between, each time. */
const TRIES = 5

/** One at a time: of two, each would remove what the other has just wrapped with. */
export async function rekeyed(parts: Parts, to: Rewrapping): Promise<Rekeyed> {
  const held = parts.keys.hold()
  if (held === null) throw new AppError('conflict', 'keys are being sealed anew', { text: 'rekey.held' })
  try {
    return await sealAll(parts, to)
  } finally {
    held.release()
  }
}

/**
 * Killed at any moment, it leaves all secrets readable: the new wrapping key
 * is kept first, beside the old one; then all is sealed anew in one
 * transaction; then that is read back, and only then the old wrapping key is
 * removed. What a killed one left over goes with the next one.
 */
async function sealAll(parts: Parts, to: Rewrapping): Promise<Rekeyed> {
  const { keys, sealed } = parts
  const first = await found(parts)
  const before = first.wrapped.at(-1)
  const kind = to.kind ?? (before === undefined ? 'key-file' : parseWrapped(before).wrapping.kind)
  const same = to.kind === null && before !== undefined ? keys.reuse(parseWrapped(before).wrapping) : null
  const passphrase = kind === 'passphrase' && same === null ? await to.newPassphrase() : null
  const { items, made } = await newWrapping(parts, first, { kind, passphrase, same })
  for (let tries = 1; ; tries++) {
    const now = tries === 1 ? first : await found(parts)
    const change = sealedAnew(now, made, to.keepOld)
    if (await sealed.reseal({ wrapped: now.wrapped, secrets: now.secrets }, change)) {
      await readBack(parts, now)
      await removeOld(parts, now, made, items)
      return { kind, secrets: now.plain.size, shut: now.secrets.size - now.plain.size }
    }
    if (tries === TRIES)
      throw new AppError('conflict', 'keys were stored meanwhile', { text: 'rekey.busy', details: { tries } })
  }
}

async function found({ keys, sealed }: Parts): Promise<Found> {
  const wrapped = await sealed.wrappedKeys()
  const secrets = await sealed.all()
  const opened = await openWrapped(wrapped, keys, 'asking')
  // What a person can still unlock is not left behind.
  if (opened.dataKeys.length === 0 && opened.fault !== null) throw opened.fault
  const plain = new Map<string, Buffer>()
  for (const [id, envelope] of secrets) {
    const key = unsealWithAny(envelope, opened.dataKeys, purposeOf(id))
    if (key !== null) plain.set(id, key)
  }
  return { wrapped, secrets, plain, ...opened }
}

interface Wanted {
  readonly kind: WrappingKind
  readonly passphrase: string | null
  /** What wraps already and goes on doing so; null makes a new one. */
  readonly same: WrappingKey | null
}

/** An item of the key store is noted before anybody could be killed who made it. */
async function newWrapping(
  { keys, states }: Parts,
  { wrapped }: Found,
  { kind, passphrase, same }: Wanted,
): Promise<{ readonly made: WrappingKey; readonly items: readonly string[] }> {
  const noted = (await states.get(ITEMS)) as readonly string[] | null
  const items = [...new Set([...itemsOf(wrapped.map(parseWrapped)), ...(noted ?? [])])]
  const note = (item: string): Promise<void> => states.set(ITEMS, [...items, item])
  return { made: same ?? (await keys.make(kind, { passphrase, note })), items }
}

async function removeOld(
  { keys, states }: Parts,
  { shut, wrapped }: Found,
  made: WrappingKey,
  items: readonly string[],
): Promise<void> {
  // In a new home a key file is of a database that was here before, and may be put back.
  if (wrapped.length > 0) keys.removeFileKeysBut(made)
  const used = itemsOf([made, ...shut])
  await keys.removeItems(items.filter((item) => !used.includes(item)))
  await states.set(ITEMS, itemsOf([made]))
}

const itemsOf = (all: readonly { readonly wrapping: Wrapping }[]): readonly string[] =>
  all.flatMap(({ wrapping }) => (wrapping.kind === 'key-store' ? [wrapping.item] : []))

/** What did not open stays as it is, beside the key that could not be had. */
function sealedAnew({ dataKeys, plain, shut }: Found, { key, wrapping }: WrappingKey, keepOld: boolean) {
  const dataKey = randomBytes(KEY_BYTES)
  const wrapped = [...(keepOld ? dataKeys : []), dataKey].map((one) =>
    wrappedText({ wrapping, envelope: wrap(one, key) }),
  )
  const secrets = new Map([...plain].map(([id, text]) => [id, seal(text, dataKey, purposeOf(id))]))
  return { wrapped: [...shut.map(wrappedText), ...wrapped], secrets }
}

/** As the next process would. */
async function readBack({ keys, sealed }: Parts, { plain }: Found): Promise<void> {
  keys.reread()
  const { dataKeys, fault } = await openWrapped(await sealed.wrappedKeys(), keys, 'silent')
  if (dataKeys.length === 0 && fault !== null) throw fault
  const now = await sealed.all()
  const differs = [...plain].filter(([id, text]) => {
    const envelope = now.get(id)
    const opened = envelope === undefined ? null : unsealWithAny(envelope, dataKeys, purposeOf(id))
    return opened?.equals(text) !== true
  })
  if (differs.length > 0) throw keyFault('not-opened', { shut: differs.length, of: plain.size })
}
