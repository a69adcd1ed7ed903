/** What wraps the data key, as it stands before the wrapped key in the database. */
export type Wrapping =
  | { readonly kind: 'key-file' }
  /** An item of the key store of the system, by its name there. */
  | { readonly kind: 'key-store'; readonly item: string }
  | { readonly kind: 'passphrase'; readonly stretching: Stretching }

/** How a key is made of a passphrase: scrypt (RFC 7914), `cost` as the power of two. */
export interface Stretching {
  readonly cost: number
  readonly blockSize: number
  readonly parallelism: number
  /** In base64url. */
  readonly salt: string
}

export interface WrappedKey {
  readonly wrapping: Wrapping
  readonly envelope: Buffer
}

const STORE = /^key-store ([\w-]+) (\S+)$/
const PASSPHRASE = /^passphrase (\d{1,2}):(\d{1,2}):(\d{1,2}):([\w-]+) (\S+)$/

/** The inverse of `wrappedText`. A text without a kind was wrapped by the key file. */
export function parseWrapped(text: string): WrappedKey {
  const [, item, inStore] = STORE.exec(text) ?? []
  if (item !== undefined && inStore !== undefined)
    return { wrapping: { kind: 'key-store', item }, envelope: bytes(inStore) }
  const [, cost, blockSize, parallelism, salt, behind] = PASSPHRASE.exec(text) ?? []
  if (salt === undefined || behind === undefined)
    return { wrapping: { kind: 'key-file' }, envelope: bytes(text) }
  const numbers = { cost: Number(cost), blockSize: Number(blockSize), parallelism: Number(parallelism) }
  return { wrapping: { kind: 'passphrase', stretching: { ...numbers, salt } }, envelope: bytes(behind) }
}

/** One line, in which nothing is secret. */
export function wrappedText({ envelope, wrapping }: WrappedKey): string {
  const base64 = envelope.toString('base64')
  const id = idOf(wrapping)
  return id === '' ? base64 : `${id} ${base64}`
}

/** The same for what one and the same key wraps. */
export function idOf(wrapping: Wrapping): string {
  if (wrapping.kind === 'key-file') return ''
  if (wrapping.kind === 'key-store') return `key-store ${wrapping.item}`
  const { blockSize, cost, parallelism, salt } = wrapping.stretching
  return `passphrase ${[cost, blockSize, parallelism, salt].join(':')}`
}

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')
