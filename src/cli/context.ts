import type { Document } from '../core/config/document.ts'
import type { Log } from '../ports/log.ts'
import type { Overrides } from '../settings/resolve.ts'
import type { Output } from './output.ts'
import type { Say } from './texts.ts'

/** What `app` hands to a command. The factories load what they build only when they are called. */
export interface Context {
  readonly version: string
  readonly say: Say
  readonly output: Output
  /** Whether the reader is a program. */
  readonly json: boolean
  /** Ends the waiting of a command that runs until it is told to stop. */
  readonly stopped: StopSignal
  startProxy(document: Document, flags: Overrides, log: Log): Promise<ListeningProxy>
  /** Plays the demo; resolves to whether every request was served completely. */
  demo(port: number | null, once: boolean): Promise<boolean>
}

/** A proxy that this process runs. */
export interface ListeningProxy {
  readonly url: string
  /** Names of the endpoints that it serves. */
  readonly endpoints: readonly string[]
  /** Those whose reference leads to no key. */
  readonly keyless: readonly { readonly endpoint: string; readonly reference: string }[]
  /** How long open requests may finish, by the settings. */
  readonly drainMs: number
  /** Requests without a complete answer. */
  readonly open: number
  /** Stops within `ms`; resolves to the number of requests that were cut off. */
  stop(ms: number): Promise<number>
}

/** SIGINT and SIGTERM. */
export interface StopSignal {
  /** Resolves at the first signal after the call. */
  next(): Promise<void>
}
