import type { IncomingHttpHeaders } from 'node:http'
import type { Cancel } from './clock.ts'

/** What the proxy answers for itself, as its server sees it: everything below `/_qcc/`, and never an endpoint. */
export interface Control {
  /** Rejects with an `AppError` what cannot be answered. */
  answer(request: ControlRequest): Promise<ControlAnswer>
}

export interface ControlRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Behind the `?`; empty without one. */
  readonly query: string
  readonly headers: IncomingHttpHeaders
  /** What `authorization: Bearer` carries; null without one. */
  readonly token: string | null
  /** Whether it comes from another machine, or by a name that other machines can use. */
  readonly isFromElsewhere: boolean
  /** The port that it came in by. */
  readonly port: number
  /** Reads the whole body; rejects one that is larger than any such request needs. */
  body(): Promise<Buffer>
}

/** Headers are name, value, name, value. Without a `cache-control` among them nothing keeps the answer. */
export type ControlAnswer =
  /** `body` is sent as JSON. */
  | {
      readonly kind: 'json'
      readonly status: number
      readonly body: unknown
      readonly headers?: readonly string[]
    }
  /** Bytes as they are; `type` is null where there are none. */
  | {
      readonly kind: 'file'
      readonly status: number
      readonly type: string | null
      readonly bytes: Buffer
      readonly headers?: readonly string[]
    }
  /** A stream of events: `listen` begins it, and what it returns is called when nobody reads any more. */
  | { readonly kind: 'events'; readonly listen: (reader: EventReader) => Cancel }

/** Whoever reads a stream of events. One that reads too slowly is cut off, and comes back by itself. */
export interface EventReader {
  /** Whether it has not read yet what was written before. */
  readonly isBehind: boolean
  /** Whole events, as the wire has them. */
  write(bytes: Buffer): void
  /** No more will come. */
  end(): void
}
