import type { AppError } from '../errors/app-error.ts'
import type { Log } from '../ports/log.ts'
import type { Overrides } from '../settings/resolve.ts'

/** What a person wants of the proxy that is to be started. */
export interface ProxyWish {
  readonly flags: Overrides
  /** Serve this profile only; null serves the active one. */
  readonly profile: string | null
  /** Whether it runs in the background, where nobody reads what it prints. */
  readonly daemon: boolean
  /** Hears what happens, besides the log file. */
  readonly log: Log
}

/** A proxy that this process runs. */
export interface ListeningProxy {
  readonly url: string
  /** Where others than this machine can reach it, and how many client tokens there are; null when they cannot. */
  readonly beyond: { readonly host: string; readonly count: number } | null
  /** Names of the endpoints that it serves. */
  readonly endpoints: readonly string[]
  /** How long open requests may finish, by the settings. */
  readonly drainMs: number
  /** Requests without a complete answer. */
  readonly open: number
  /** Resolves when the control API was asked to stop; to the time that open requests have. */
  readonly askedToStop: Promise<{ readonly drainMs: number }>
  /** The endpoints whose reference leads to no key now. */
  keyless(): Promise<readonly Keyless[]>
  /** Stops within `ms`; resolves to the number of requests that were cut off. Called again, it can only be over sooner. */
  stop(ms: number): Promise<number>
}

export interface Keyless {
  readonly endpoint: string
  readonly reference: string
  /** Why it cannot be read; null when there is nothing behind it. */
  readonly error: AppError | null
}

/** A proxy in the background, as it answered. */
export interface Daemon {
  readonly url: string
  readonly pid: number
  readonly logFile: string
}
