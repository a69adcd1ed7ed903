import type { Receipt } from '../usage.ts'

export const ITEM_STATES = ['pending', 'retrying', 'succeeded', 'failed', 'expired'] as const
export type ItemState = (typeof ITEM_STATES)[number]

/** One time that an item was sent. */
export interface Try {
  /** When it was sent (epoch milliseconds). */
  readonly at: number
  /** Id of that request, for `qcc explain`. */
  readonly request: string
  /** Who was asked last; null when nobody was. */
  readonly endpoint: string | null
  readonly status: number | null
  /** What became of it. */
  readonly end: 'served' | 'nobody' | 'fault' | 'broken'
  /** What every answer that came told of its use, also of those that did not serve: it is billed. */
  readonly receipts: readonly Receipt[]
}

/** Why an item is in its final state. */
export type FinalReason =
  /** The stored answer waits, or was given. */
  | 'answered'
  /** Its client asked again and was served. */
  | 'served-live'
  /** Its client asked again and left. */
  | 'cancelled'
  /** Its client got the beginning of an answer, which then broke off: only the client may ask again. */
  | 'broken'
  /** Its answer is larger than what is kept. */
  | 'too-large'
  /** The request's own fault, as an endpoint said. */
  | 'fault'
  /** As many tries as are allowed. */
  | 'attempts'
  /** Older than `queue.ttl`. */
  | 'age'
  /** What is stored of it cannot be read. */
  | 'corrupt'

/** A request that is kept, without what was asked: what schedules and lists need to know of it. Instants are epoch milliseconds. */
export interface QueuedItem {
  /** That of the request that was parked first. */
  readonly id: string
  readonly parkedAt: number
  /** When it was parked last: each time that its client asks again and nobody serves renews it. */
  readonly renewedAt: number
  /** Since when it has not been finished. Tries before that were for an earlier wish, and count no more. */
  readonly openedAt: number
  readonly fence: string | null
  readonly session: string | null
  readonly agent: string | null
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly model: string | null
  readonly stream: boolean
  /** Of its body, as the client sent it. */
  readonly bytes: number
  /** What is kept of it, request and answer, takes so much in the database. */
  readonly storedBytes: number
  /** Why nobody served, as an error code. */
  readonly reason: string
  /** Its client was told 202 and fetches the answer. */
  readonly isAccepted: boolean
  readonly state: ItemState
  /** Null while it is pending or retrying, as `finishedAt`. */
  readonly finalReason: FinalReason | null
  readonly finishedAt: number | null
  /** Oldest first. */
  readonly tries: readonly Try[]
  /** Not before; null when no time is waited for. */
  readonly nextAt: number | null
  readonly answer: {
    readonly status: number
    /** Of its body. */
    readonly bytes: number
    /** When its client got it; null before. It is given once. */
    readonly givenAt: number | null
  } | null
}
