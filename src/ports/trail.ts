import type { Because } from '../core/failover/choose.ts'
import type { No } from '../core/failover/eligible.ts'
import type { WaitReason } from '../core/failover/hold.ts'
import type { Bench } from '../core/health/bench.ts'
import type { News } from '../core/health/news.ts'
import type { Outcome, Progress } from '../core/outcome.ts'
import type { RequestKind } from '../core/request-kind.ts'
import type { Receipt } from '../core/usage.ts'
import type { Ending } from './log.ts'

/**
 * One request's way through QCC: who could have served it, to whom it was sent,
 * and how it ended. Nothing of what was asked or answered is in it. Instants
 * are epoch milliseconds, durations milliseconds; `afterMs` counts from its
 * arrival.
 */
export interface Trail {
  readonly request: string
  readonly arrivedAt: number
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly kind: RequestKind
  /** As the client asked for it; null where it names none. */
  readonly model: string | null
  readonly stream: boolean
  /** Of its body, as far as that was kept. */
  readonly bytes: number
  readonly session: string | null
  readonly agent: string | null
  /** The profile that it was limited to; null at the root URL. */
  readonly fence: string | null
  /** Version of the configuration. */
  readonly configuration: number
  readonly steps: readonly TrailStep[]
  readonly ending: Ending
  /** Null when the client left before there was one. */
  readonly status: number | null
  /** Who answered; null when nobody did. */
  readonly endpoint: string | null
  readonly attempts: number
  /** When the client got its first content. */
  readonly contentAfterMs: number | null
  readonly tookMs: number
}

export type TrailStep =
  | AttemptStep
  /** Somebody was worth a wait. `again`: before the same endpoint was asked once more. */
  | (Considering & { readonly kind: 'wait'; readonly why: WaitReason | 'again'; readonly tookMs: number })
  /** Nobody was left. */
  | (Considering & { readonly kind: 'nobody' })
  | QueueStep

interface Considering {
  readonly afterMs: number
  /** Everybody inside the fence, in order. */
  readonly considered: readonly Considered[]
}

/** What the queue had to do with it. `item` is the one that it is, or was. */
export interface QueueStep extends Considering {
  readonly kind: 'queue'
  readonly what: QueueWhat
  readonly item: string | null
}

export type QueueWhat =
  /** Nobody served, and it is kept. */
  | 'parked'
  /** Nobody served, and it could not be kept: the log says why. */
  | 'not-parked'
  /** It was kept already: its client came back before it was sent again. */
  | 'taken-over'
  /** It was being sent again: the client got what came of that. */
  | 'attached'
  /** That came to nothing, so that it went on by itself. */
  | 'detached'
  /** It had been sent again: the client got the answer that was kept. */
  | 'answered'
  /** This is a sending of the queue. */
  | 'sent-again'

export interface Considered {
  readonly endpoint: string
  /** What spoke against it; null when nothing did. */
  readonly no: Against | null
}

/** As routing has it, with a bench told in short. */
export type Against =
  | Exclude<No, { readonly kind: 'benched' }>
  | ({ readonly kind: 'benched' } & Pick<Bench, 'until' | 'reason' | 'model' | 'origin'>)

export interface AttemptStep extends Considering {
  readonly kind: 'attempt'
  readonly endpoint: string
  readonly endpointId: string
  readonly because: Because
  /** As it was sent; null where the request names none. */
  readonly model: string | null
  readonly outcome: Outcome['kind']
  readonly progress: Progress
  /** What was seen, in a few words; empty for a success. */
  readonly why: string
  /** The status of its answer; null when there was none. */
  readonly status: number | null
  /** The endpoint's own name for this request; null when it told none. */
  readonly requestId: string | null
  /** Since the attempt began: the connection stood, its headers were there, the first content went out, the end. */
  readonly sentMs: number | null
  readonly headMs: number | null
  readonly contentMs: number | null
  readonly tookMs: number
  /** What the answer said of itself before the attempt ended, however it ended. */
  readonly receipt: Receipt
  /** What it taught about the endpoint. */
  readonly news: readonly News[]
  /** Its headers, where the client had got others before: name, value, name, value. */
  readonly lostHeaders: readonly string[]
}

/** Takes the trail of each request that is over, and the headers that its client sent; never throws and never waits. */
export interface Trails {
  record(trail: Trail, headers?: readonly string[]): void
}
