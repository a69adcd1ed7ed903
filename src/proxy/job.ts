import type { Span } from '../anthropic/peek.ts'
import type { EndpointId } from '../core/model.ts'
import type { RequestKind } from '../core/request-kind.ts'
import type { Answering } from '../ports/answering.ts'
import type { OutboundBody } from '../ports/sender.ts'
import type { Recording } from './recording.ts'

/** One request of a client, as every step of the pipeline sees it. */
export interface Job {
  readonly id: string
  readonly kind: RequestKind
  readonly method: string
  /** With the query, as the client wrote it, without the profile that it may name. */
  readonly path: string
  /** The one profile that it is limited to; null at the root URL. */
  readonly fence: string | null
  /** The endpoint that has what it names, such as a file; null for anybody. */
  readonly holder: EndpointId | null
  /** Name, value, name, value, as the client wrote them. */
  readonly headers: readonly string[]
  /** Kept for replay, passing only where nothing is sent twice. */
  readonly body: OutboundBody | null
  /** Forgets a kept body and gives its room back: nothing can be sent again afterwards. */
  readonly releaseBody: () => void
  /** The model asked for, where the body names one. */
  readonly model: string | null
  /** Where it stands in the body; null without one. */
  readonly modelAt: Span | null
  /** Whether the answer is asked for as a stream. */
  readonly stream: boolean
  /** How long its client wants to be held when nobody can serve (ms); null when it does not say. */
  readonly holdMs: number | null
  /** The conversation it belongs to, or null when it names none. */
  readonly session: string | null
  /** The sub-agent of that conversation, or null when it is the conversation itself. */
  readonly agent: string | null
  readonly client: Answering
  /** It is of the queue: nobody waits for it, and all others go first. */
  readonly isBehind: boolean
  /** A person wants it sent now. */
  readonly mayBeTrial?: boolean
  /** Its client would rather fetch the answer later than wait or ask again. */
  readonly isAccepted: boolean
  /** Where its way is written down. */
  readonly recording: Recording
  /** When its body was complete. */
  readonly startedAt: number
}
