/** The proxy of a home as a service of the system, which starts it when the person logs in. */
export interface OwnService {
  readonly kind: 'systemd' | 'launchd'
  /** By which the system's own programs know it. */
  readonly name: string
  /** Where the system reads what to run. */
  readonly file: string
  /** What it runs: programs that an update may take away are named in `passing`. */
  readonly passing: readonly string[]
  /** The file as it would be written now, with `drainS` seconds for open requests to end. */
  text(drainS: number): string
  /** Whether there is a file, without asking anybody. */
  isWritten(): boolean
  look(drainS: number): Promise<ServiceLook>
  /** The second half of that. */
  ask(): Promise<Asked>
  /** Writes the file, and starts it now and at each log-in; starts it anew if it runs. Throws `failed` with what the system said. */
  install(drainS: number): Promise<void>
  /** Starts what is written. Throws as `install` does. */
  start(): Promise<void>
  /** Stops it and removes the file. Resolves to why the system could not be asked, null when it was. */
  uninstall(): Promise<string | null>
}

/** How it stands now. */
export interface ServiceLook {
  /** `other-command` runs something else than this program would; `outdated` differs in how it is run. */
  readonly file: 'none' | 'current' | 'outdated' | 'other-command'
  readonly asked: Asked
}

/** What the system says. */
export type Asked =
  | ({ readonly kind: 'answered' } & ServiceState)
  /** It could not be asked, in its own words. */
  | { readonly kind: 'silent'; readonly why: string }

export interface ServiceState {
  /** Whether it starts at a log-in. */
  readonly isEnabled: boolean
  /** Whether it runs, or is about to. */
  readonly isActive: boolean
  /** Whether the system has given it up. */
  readonly hasFailed: boolean
  /** Its process; null where there is none. */
  readonly pid: number | null
}
