import type { KeyStoreName } from '../ports/vault.ts'

/**
 * The key store of the system. Each rejects with `secret-unreadable` when it
 * cannot be asked, or does not answer in time.
 */
export interface KeyStore {
  readonly name: KeyStoreName
  /** Keeps a secret of printable ASCII characters under the name of an item. */
  keep(item: string, secret: string): Promise<void>
  /** Null when there is no such item, or it is locked. */
  read(item: string): Promise<string | null>
  /** Also when there is none. */
  remove(item: string): Promise<void>
  /** What somebody else keeps there; null when there is no such thing, or it is locked. */
  readForeign(service: string, account: string | null): Promise<string | null>
}

/** What a store needs to ask its program: its answers, as long as the program ended. */
export type AskStore = (
  program: string,
  args: readonly string[],
  input?: string,
) => Promise<{ readonly code: number; readonly output: string }>
