import { randomBytes } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import type { WrappingKind } from '../ports/vault.ts'
import { KEY_BYTES, unseal, unsealWithAny } from './envelope.ts'
import { faultOf, keyFault } from './key-fault.ts'
import { ensureKeyFile, readKeyFile, replaceKeyFile } from './key-file.ts'
import type { KeyStore } from './key-store.ts'
import { newStretching, passphraseKey } from './passphrase-key.ts'
import { idOf, type Stretching, type WrappedKey, type Wrapping } from './wrapping.ts'

/** A key that wraps the data key, and how it is found again. */
export interface WrappingKey {
  readonly wrapping: Wrapping
  readonly key: Buffer
}

/** Where the keys are that wrap the data key: opened once, they stay known, but for the key file, which may be put back at any time. */
export interface WrappingKeys {
  readonly keyFile: string
  /** The data key. Null when what wraps it is at hand and does not open it; rejects with `secret-unreadable` when it is not. */
  open(wrapped: WrappedKey, manner: Manner): Promise<Buffer | null>
  /** The keys of the key file, which is made where there is none. */
  ensureKeyFile(): readonly Buffer[]
  /** Takes the right to change what wraps, for this process alone; null while another has it. */
  hold(): { release(): void } | null
  /** A new one, kept where the next process finds it; read back before it resolves. */
  make(kind: WrappingKind, given: MakingGiven): Promise<WrappingKey>
  /** What is to be wrapped by the same passphrase: its key; null for what can be made anew without a person. */
  reuse(wrapping: Wrapping): WrappingKey | null
  /** Forgets what was read, and reads it as the next process would. */
  reread(): void
  /** The key file too, where `kept` is not in it. */
  removeFileKeysBut(kept: WrappingKey): void
  /** Of the key store. */
  removeItems(items: readonly string[]): Promise<void>
  /** What opens these where nobody can be asked; null where nothing is needed. */
  handOver(wrapping: Wrapping): string | null
  /** What another process handed over. */
  take(handed: string): void
}

interface MakingGiven {
  /** Null for another kind than that. */
  readonly passphrase: string | null
  /** Told which item of the key store is about to be made. */
  readonly note: (item: string) => Promise<void>
}

/** Whether a person may be asked for the passphrase. */
export type Manner = 'asking' | 'silent'

export interface WrappingPlaces {
  readonly keyFile: string
  /** Throws `secret-unreadable` where there is to be none. */
  readonly store: () => KeyStore
  /** The passphrase that was given without a question; null without one. */
  readonly givenPassphrase: () => string | null
  /** Null where nobody can be asked. */
  readonly askPassphrase: () => Promise<string | null>
  readonly clock: Clock
  readonly hold: WrappingKeys['hold']
  /** How a new passphrase is stretched, where not as slowly as usual. */
  readonly stretching?: () => Stretching
}

/** A store that did not answer is left alone for a while: every stored key would wait for it again. */
const FAILED_KEPT_MS = 5_000
const PURPOSE = 'data key'
const ITEM_BYTES = 12

export function wrappingKeysAt(places: WrappingPlaces): WrappingKeys {
  return new PlacedKeys(places)
}

class PlacedKeys implements WrappingKeys {
  readonly #places: WrappingPlaces
  readonly #known = new Map<string, Buffer>()
  readonly #reading = new Map<string, { readonly key: Promise<Buffer>; failedAt: number | null }>()
  /** Keys that another process handed over; it need not be known what each opens. */
  readonly #handed: Buffer[] = []
  /** What a person was asked for in vain: the keys that it wraps beside that one do not open either. */
  readonly #answeredWrong = new Set<string>()

  constructor(places: WrappingPlaces) {
    this.#places = places
  }

  get keyFile(): string {
    return this.#places.keyFile
  }

  async open({ envelope, wrapping }: WrappedKey, manner: Manner): Promise<Buffer | null> {
    const known = this.#known.get(idOf(wrapping))
    const handed = unsealWithAny(
      envelope,
      known === undefined ? this.#handed : [known, ...this.#handed],
      PURPOSE,
    )
    if (handed !== null) return handed
    switch (wrapping.kind) {
      case 'key-file':
        return unsealWithAny(envelope, readKeyFile(this.keyFile), PURPOSE)
      case 'key-store':
        return unseal(envelope, await this.#fromStore(wrapping.item), PURPOSE)
      case 'passphrase':
        return this.#byPassphrase({ envelope, wrapping }, manner)
    }
  }

  ensureKeyFile(): readonly Buffer[] {
    return ensureKeyFile(this.keyFile)
  }

  hold(): { release(): void } | null {
    return this.#places.hold()
  }

  async make(kind: WrappingKind, { note, passphrase }: MakingGiven): Promise<WrappingKey> {
    if (kind === 'passphrase') {
      const stretching = (this.#places.stretching ?? newStretching)()
      if (passphrase === null) throw keyFault('passphrase-missing')
      return this.#knowing({ kind, stretching }, await passphraseKey(passphrase, stretching))
    }
    const key = randomBytes(KEY_BYTES)
    if (kind === 'key-file') {
      // What the old one opens must open until all is done.
      replaceKeyFile(this.keyFile, [key, ...this.#fileKeys()])
      return { wrapping: { kind }, key }
    }
    const store = this.#places.store()
    const item = randomBytes(ITEM_BYTES).toString('base64url')
    await note(item)
    await store.keep(item, key.toString('base64'))
    if ((await store.read(item)) !== key.toString('base64')) throw keyFault('key-store-closed')
    return this.#knowing({ kind, item }, key)
  }

  reuse(wrapping: Wrapping): WrappingKey | null {
    const key = wrapping.kind === 'passphrase' ? this.#known.get(idOf(wrapping)) : undefined
    return key === undefined ? null : { wrapping, key }
  }

  reread(): void {
    for (const id of this.#known.keys()) if (id.startsWith('key-store')) this.#known.delete(id)
    this.#reading.clear()
  }

  removeFileKeysBut({ key, wrapping }: WrappingKey): void {
    replaceKeyFile(this.keyFile, wrapping.kind === 'key-file' ? [key] : [])
  }

  async removeItems(items: readonly string[]): Promise<void> {
    if (items.length === 0) return
    const store = this.#places.store()
    for (const item of items) await store.remove(item)
  }

  handOver(wrapping: Wrapping): string | null {
    return wrapping.kind === 'passphrase'
      ? (this.#known.get(idOf(wrapping))?.toString('base64') ?? null)
      : null
  }

  take(handed: string): void {
    this.#handed.push(Buffer.from(handed, 'base64'))
  }

  #knowing(wrapping: Wrapping, key: Buffer): WrappingKey {
    this.#known.set(idOf(wrapping), key)
    return { wrapping, key }
  }

  #fileKeys(): readonly Buffer[] {
    try {
      return readKeyFile(this.keyFile)
    } catch (error) {
      if (faultOf(error) !== null) return []
      throw error
    }
  }

  #fromStore(item: string): Promise<Buffer> {
    const before = this.#reading.get(item)
    const { clock } = this.#places
    if (
      before !== undefined &&
      (before.failedAt === null || clock.now() < before.failedAt + FAILED_KEPT_MS)
    ) {
      return before.key
    }
    const reading: { key: Promise<Buffer>; failedAt: number | null } = {
      key: this.#readStore(item),
      failedAt: null,
    }
    this.#reading.set(item, reading)
    reading.key.catch(() => (reading.failedAt = clock.now()))
    return reading.key
  }

  async #readStore(item: string): Promise<Buffer> {
    const text = await this.#places.store().read(item)
    if (text === null) throw keyFault('key-store-refuses')
    return Buffer.from(text, 'base64')
  }

  async #byPassphrase(
    { envelope, wrapping }: WrappedKey & { readonly wrapping: { readonly kind: 'passphrase' } },
    manner: Manner,
  ): Promise<Buffer | null> {
    const tryOne = async (passphrase: string): Promise<Buffer | null> => {
      const key = await passphraseKey(passphrase, wrapping.stretching)
      const opened = unseal(envelope, key, PURPOSE)
      if (opened !== null) this.#known.set(idOf(wrapping), key)
      return opened
    }
    const given = this.#places.givenPassphrase()
    const opened = given === null ? null : await tryOne(given)
    if (opened !== null) return opened
    const id = idOf(wrapping)
    if (this.#answeredWrong.has(id)) throw keyFault('passphrase-wrong')
    // The variable may be meant for a file that travels; whoever is there knows both.
    const asked = manner === 'asking' ? await this.#places.askPassphrase() : null
    if (asked === null) throw keyFault(given === null ? 'passphrase-missing' : 'passphrase-wrong')
    const answer = await tryOne(asked)
    if (answer !== null) return answer
    this.#answeredWrong.add(id)
    throw keyFault('passphrase-wrong')
  }
}

/** Whether an error says that nobody gave the passphrase: then nothing is wrong with what is stored. */
export const lacksPassphrase = (error: unknown): boolean => faultOf(error)?.reason === 'passphrase-missing'
