import type { ItemState, QueuedItem, Try } from '../core/queue/item.ts'
import type { QueueSummary } from '../core/queue/summary.ts'
import type { Answering } from './answering.ts'
import type { KeptAnswer, KeptRequest } from './queue.ts'

/** A request with what makes it the same as another one, sent again. */
export interface SameRequest extends Pick<KeptRequest, 'id' | 'fence' | 'method' | 'path' | 'chunks'> {
  /** Of its body. */
  readonly bytes: number
}

/** What the queue knows of a request that has just come. */
export type Met =
  | { readonly kind: 'new' }
  /** It was parked: from now on it is the client's again. `over` tells what became of it, once. */
  | { readonly kind: 'taken-over'; readonly id: string; readonly over: (how: LiveEnd) => Promise<void> }
  /** It is being sent: `attach` gives the client what comes of that. */
  | {
      readonly kind: 'running'
      readonly id: string
      readonly attach: (client: Answering, marks: readonly string[]) => Promise<Attached>
    }
  | { readonly kind: 'answered'; readonly id: string; readonly answer: KeptAnswer }

/** How a request ended that its client had taken over. */
export type LiveEnd =
  | 'served'
  /** Something of an answer reached the client. */
  | 'broken'
  | 'cancelled'
  | 'fault'
  /** Nobody served, and it is parked anew. */
  | 'parked'
  /** Nobody served, and it waits as before. */
  | 'nobody'

/** What a client got of the sending that it was attached to. `nothing`: it came to an end without content. */
export type Attached = 'served' | 'broken' | 'gone' | 'nothing'

export type ParkedAs =
  | { readonly kind: 'parked'; readonly item: string }
  | { readonly kind: 'not-parked' }
  /** Nothing is to be kept. */
  | { readonly kind: 'off' }

/** What became of a kept request, for the client that comes to fetch its answer. */
export type Fetched =
  | { readonly kind: 'none' }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  /** It waits, or is over without an answer that is there. */
  | { readonly kind: 'told'; readonly item: QueuedItem }

/** The queue as the proxy sees it. Never rejects: whatever fails here is logged, and the client gets its error. */
export interface Parking {
  /** Null at once while nothing is kept that it could be. */
  meet(request: SameRequest): Promise<Met> | null
  /** Resolves when it is on disk, or cannot be. */
  park(
    request: KeptRequest,
    why: { readonly reason: string; readonly isAccepted: boolean },
  ): Promise<ParkedAs>
  /** `fence`: the one profile whose items may be seen; null for all. */
  fetch(id: string, fence: string | null): Promise<Fetched>
}

/** How a request that is sent again ended. */
export interface Served {
  /** Id of that request, for `qcc explain`. */
  readonly request: string
  readonly end: Try['end'] | 'cancelled'
  readonly endpoint: string | null
  readonly status: number | null
  /** Sends that were made; with none of them it is no try. */
  readonly attempts: number
  readonly receipts: Try['receipts']
}

/** Sends a kept request once more, as a live one is sent, but behind all of them: it never waits, and is no trial. Never rejects. */
export type Serve = (sending: Sending, sink: Answering) => Promise<Served>

interface Sending {
  /** Id of the item. */
  readonly item: string
  readonly request: KeptRequest
  /** A person wants it now. */
  readonly byHand: boolean
}

/** What a person's word to retry came to. */
export interface Retried {
  readonly id: string
  /** `failed`: the queue itself could not be read or written; the log says why. */
  readonly end: Served['end'] | 'nobody-eligible' | 'not-pending' | 'corrupt' | 'none' | 'failed'
  readonly endpoint: string | null
  readonly status: number | null
  readonly state: ItemState | null
}

/** Requests that are kept and not over, as far as the proxy knows. */
export interface QueueStanding extends Pick<QueueSummary, 'oldest' | 'next'> {
  /** By the settings. */
  readonly enabled: boolean
  readonly waiting: number
  readonly sending: number
  /** Why what is stored could not be read or written the last time; null when it could. */
  readonly fault: string | null
}

/** What a person may see of the queue of a running proxy, and have done with it. */
export interface QueueActions {
  standing(): QueueStanding
  /** Now, whatever its time; null: all that wait. */
  retry(ids: readonly string[] | null): Promise<readonly Retried[]>
}
