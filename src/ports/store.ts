import type { Json } from '../core/json.ts'
import type { Logins } from './logins.ts'

/** Who made a change. */
export type Author = 'cli' | 'dashboard' | 'sync' | 'import'

/** One state of the document, without the document. Immutable once it is there. */
export interface VersionInfo {
  /** From 1 on, without gaps at the time of writing. */
  readonly number: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly author: Author
  /** What was done, in a few words. */
  readonly message: string
  /** SHA-256 of the content, in hex. */
  readonly hash: string
}

export interface Version extends VersionInfo {
  /** The document as JSON. */
  readonly content: string
}

export interface VersionDraft extends Omit<Version, 'number'> {
  /** A profile's new name, which the client tokens that are bound to it follow in the same step. */
  readonly renamed?: { readonly from: string; readonly to: string }
  /** Becomes the version before this one in the same step: kept, and never in force. */
  readonly beneath?: Omit<Version, 'number'>
}

/** What became of a commit. A conflict changed nothing. */
export type Committed =
  | { readonly kind: 'committed'; readonly number: number }
  | { readonly kind: 'conflict'; readonly newest: number }

/** The versions of the document, newest last; old ones go when there are more than are kept. */
export interface Versions {
  newest(): Promise<Version | null>
  at(number: number): Promise<Version | null>
  /** Newest first. */
  list(limit: number): Promise<readonly VersionInfo[]>
  /** Adds a version on top of `base` (0: there is none yet), durable when it resolves. Keeps the newest `keep`. */
  commit(base: number, draft: VersionDraft, keep: number): Promise<Committed>
}

/** Sealed secrets by id, and the sealed keys that open them. Bytes only; what they mean is the vault's business. */
export interface SealedSecrets {
  put(id: string, sealed: Uint8Array, at: number): Promise<void>
  get(id: string): Promise<Uint8Array | null>
  all(): Promise<ReadonlyMap<string, Uint8Array>>
  /** The data keys, wrapped, oldest first. More than one where a key file was lost. */
  wrappedKeys(): Promise<readonly string[]>
  /**
   * Puts these in the place of all wrapped keys, and of the secrets of these ids, in one transaction; space that becomes
   * free is overwritten. False, and nothing is changed, when it is not `from` any more that is stored.
   */
  reseal(from: SealedState, to: SealedState): Promise<boolean>
  /** Adds one behind the first `count`, unless somebody else did so meanwhile. */
  addWrappedKey(count: number, wrapped: string): Promise<void>
}

/** Wrapped keys, oldest first, and secrets by their ids. */
export interface SealedState {
  readonly wrapped: readonly string[]
  readonly secrets: ReadonlyMap<string, Uint8Array>
}

/** What is kept of a client token: never the token itself. */
export interface ClientToken {
  readonly name: string
  /** SHA-256 of the token, in hex. */
  readonly hash: string
  /** Name of the one profile that it is bound to, whether or not there is such a one now; null when it is not bound. */
  readonly profile: string | null
  /** Epoch milliseconds, as `usedAt`. */
  readonly createdAt: number
  /** When a proxy last took it, give or take a minute; null before the first time. */
  readonly usedAt: number | null
}

/** The client tokens, by name. */
export interface ClientTokens {
  /** In the order of their names. */
  all(): Promise<readonly ClientToken[]>
  /** False, and nothing is changed, when the name is taken. */
  add(token: Omit<ClientToken, 'usedAt'>): Promise<boolean>
  /** False when there is none of that name. */
  remove(name: string): Promise<boolean>
  /** When tokens were last used, by their hashes; those that are gone are passed over. */
  noteUses(uses: ReadonlyMap<string, number>): Promise<void>
}

/** Small things that are state and not configuration, by name. */
export interface States {
  get(name: string): Promise<Json | null>
  set(name: string, value: Json): Promise<void>
}

/** Something of a client's that one endpoint has: a file, a batch. */
export interface GivenId {
  readonly id: string
  /** Id of the endpoint that gave it; where a target is reused, of the one that it belongs to. */
  readonly holder: string
  /** When it was last given or asked for (epoch milliseconds). */
  readonly at: number
}

/** The ids that endpoints gave, to find again who has what. */
export interface GivenIds {
  /** Oldest first. */
  all(): Promise<readonly GivenId[]>
  /** Adds these or renews them. What is older than `since` goes, and the oldest beyond `most`. */
  put(ids: readonly GivenId[], keep: { readonly since: number; readonly most: number }): Promise<void>
}

/** Everything that is stored, one small interface an aggregate. Rejects with `AppError` only. */
export interface Store {
  readonly versions: Versions
  readonly sealedSecrets: SealedSecrets
  readonly clientTokens: ClientTokens
  readonly states: States
  readonly givenIds: GivenIds
  readonly logins: Logins
  /** Differs from the last call's when another opened store has written meanwhile; own writes do not count. Cheap enough to ask often. */
  changeCount(): number
  close(): void
}
