import type { Unreached } from '../core/outcome.ts'

/** One send of a request to one endpoint. */
export interface Outbound {
  /** Scheme, host and port. */
  readonly origin: string
  /** URL of the HTTP proxy through which it goes, credentials included; null to go there directly. */
  readonly proxy: string | null
  /** Path with the query, from the root of the origin. */
  readonly path: string
  readonly method: string
  /** Name, value, name, value, in order. */
  readonly headers: readonly string[]
  readonly body: OutboundBody | null
}

/**
 * `kept` can be sent again: its chunks are as they arrived, since joining a
 * large body costs more than all else that happens to it. `passing` is read
 * once, and not before the connection stands.
 */
export type OutboundBody =
  | { readonly kind: 'kept'; readonly chunks: readonly Buffer[]; readonly bytes: number }
  | { readonly kind: 'passing'; readonly chunks: AsyncIterable<Uint8Array> }

/** Why nothing more will come. */
export interface SendFailure {
  /** `garbled`: what came is no HTTP, not packed as it says, or not as long. */
  readonly reason: Unreached
  /** The library's own words, for the log. */
  readonly detail: string
}

/**
 * Where an answer goes, in this order: `onSent`, `onWritten`, `onHead`, any
 * `onData`, then exactly one of `onEnd` and `onFailure`. A failure may come at
 * any point, and an answer before the request is written.
 */
export interface AnswerSink {
  /** The connection stands and the request is being written. */
  onSent(): void
  /** The whole request is on its way. */
  onWritten(): void
  /** `headers` are name, value, name, value, in order. */
  onHead(status: number, headers: readonly string[]): void
  onData(bytes: Buffer): void
  onEnd(): void
  onFailure(failure: SendFailure): void
}

/** The hold that a caller has on a send under way. */
export interface Sending {
  pause(): void
  resume(): void
  /** Closes the connection. The sink hears nothing more. */
  abort(): void
}

/** The outbound HTTP client. It follows no redirect, has no timer of its own, and never throws. */
export interface Sender {
  send(request: Outbound, sink: AnswerSink): Sending
  close(): Promise<void>
}
