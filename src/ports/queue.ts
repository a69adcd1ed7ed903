import type { FinalReason, ItemState, QueuedItem, Try } from '../core/queue/item.ts'
import type { QueueCaps } from '../core/queue/retention.ts'

/** A request as its client sent it, without credentials. */
export interface KeptRequest {
  readonly id: string
  readonly fence: string | null
  readonly session: string | null
  readonly agent: string | null
  readonly method: string
  /** With its query, without the profile that it may name. */
  readonly path: string
  /** Name, value, name, value. */
  readonly headers: readonly string[]
  readonly chunks: readonly Uint8Array[]
  readonly model: string | null
  readonly stream: boolean
}

/** An answer as an endpoint gave it: its bytes, in the form that the request asked for. */
export interface KeptAnswer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: Uint8Array
}

/** Seals what is stored, with a key that is not in the same file. Rejects with `AppError` only. */
export interface Sealer {
  seal(plain: Uint8Array, purpose: string): Promise<Uint8Array>
  /** Null when it is not as it was sealed, was sealed for another purpose, or with a key that is not here any more. */
  unseal(sealed: Uint8Array, purpose: string): Promise<Uint8Array | null>
  /** The same for the same bytes, however they are cut, and no help in guessing them without the key. */
  fingerprint(chunks: readonly Uint8Array[]): Promise<string>
}

/** The right to send an item. */
export interface Lease {
  /** Whoever took it. */
  readonly owner: string
  /** Epoch ms; somebody else may take it from then on. */
  readonly until: number
}

export interface ParkDraft {
  readonly request: KeptRequest
  readonly fingerprint: string
  /** Why nobody served, as an error code. */
  readonly reason: string
  readonly isAccepted: boolean
  /** The request had taken the item over, and gives it back: otherwise one that is being sent goes on being sent. */
  readonly isHolder: boolean
  readonly at: number
  /** For the state `pending`. */
  readonly nextAt: number | null
}

export type Stored =
  /** `item` is the one that was there before, where there was one. */
  | { readonly kind: 'parked'; readonly item: QueuedItem }
  /** Nothing but items that wait could make room. */
  | { readonly kind: 'full' }

export type Taken =
  | { readonly kind: 'taken'; readonly item: QueuedItem; readonly request: KeptRequest }
  /** Somebody else has it, or it does not wait any more. */
  | { readonly kind: 'not-pending'; readonly item: QueuedItem }
  /** What is stored cannot be read; it has been set aside as failed. */
  | { readonly kind: 'corrupt'; readonly item: QueuedItem }
  | { readonly kind: 'none' }

/** What becomes of an item that was taken. */
export type After =
  | { readonly kind: 'pending'; readonly nextAt: number | null }
  | { readonly kind: 'succeeded'; readonly answer: KeptAnswer | null; readonly reason: FinalReason }
  | { readonly kind: 'failed'; readonly reason: FinalReason }

/** Which items; all of them where nothing is said. */
export interface Which {
  readonly states?: readonly ItemState[]
  /** Parked last before then (epoch ms). */
  readonly before?: number
}

export interface Cleared {
  readonly items: number
  /** Those that are being sent: they stay. */
  readonly leased: number
  /** Of the database file and its log, before and after. */
  readonly fileBytesBefore: number
  readonly fileBytesAfter: number
}

/** Requests that nobody could serve, on disk. Rejects with `AppError` only. */
export interface QueueStore {
  /** In one transaction, which survives a loss of power once it resolves. One fingerprint is one item. */
  park(draft: ParkDraft, caps: QueueCaps): Promise<Stored>
  /**
   * Takes one that is pending, or whose lease is over; `alsoFailed`: or that an endpoint refused, or that
   * had all its tries. Such a one begins anew.
   */
  take(id: string, lease: Lease, now: number, also?: { readonly alsoFailed: boolean }): Promise<Taken>
  /** False when the lease is somebody else's by now. */
  renew(id: string, lease: Lease): Promise<boolean>
  /**
   * What became of one that `owner` had taken, in one transaction; false when the lease is somebody else's by now.
   * Of what is over and could not be sent again, the request is removed.
   */
  settle(id: string, owner: string, after: After, tried: Try | null, now: number): Promise<boolean>
  /** The answer, and notes that it was given; null when there is none or it was given before. */
  give(id: string, now: number): Promise<KeptAnswer | null>
  /** As often as somebody likes to read it; null when there is none. */
  answer(id: string): Promise<KeptAnswer | null>
  /** Null when there is none any more, or it cannot be read. */
  request(id: string): Promise<KeptRequest | null>
  /** By the beginning of an id, newest first. */
  find(idStart: string, most: number): Promise<readonly QueuedItem[]>
  withFingerprint(fingerprint: string): Promise<QueuedItem | null>
  /** Newest first. */
  list(filter: Pick<Which, 'states'> & { readonly most: number }): Promise<readonly QueuedItem[]>
  /** Those that wait or are being sent, oldest first. */
  open(): Promise<readonly QueuedItem[]>
  /** Pending again what was taken by others than `owner`: they are gone. */
  freeOthers(owner: string): Promise<number>
  /** Lets old ones expire, and forgets finished ones; the number of each. */
  prune(now: number, ttlMs: number): Promise<{ readonly expired: number; readonly forgotten: number }>
  /** Removes items and gives the disk its space back. */
  clear(which: Which, now: number): Promise<Cleared>
  /** Of the database and its log, in bytes. */
  fileBytes(): number
  /** Differs from the last call's when another process has written meanwhile. */
  changeCount(): number
  close(): void
}
