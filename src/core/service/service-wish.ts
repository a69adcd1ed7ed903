/** What the system's service manager is to run, and how. */
export interface ServiceWish {
  /** The program with its arguments; the first one is an absolute path. */
  readonly command: readonly [string, ...string[]]
  /** Variables that it gets besides those of the service manager. */
  readonly variables: Readonly<Record<string, string>>
  /** How long it may take to end, in seconds. */
  readonly stopS: number
}
