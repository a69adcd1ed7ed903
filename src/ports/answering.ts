/**
 * Where the answer to a request goes: begun at most once, then bytes, then its
 * end. Headers are name, value, name, value.
 */
export interface Answering {
  /** Whether whoever wanted it has left: nothing that is written arrives. */
  readonly isGone: boolean
  /** Whether headers are out, early ones too. */
  readonly isBegun: boolean
  /** Whether headers are out that promise nothing, and the content has not begun. */
  readonly isEarly: boolean
  /** Called once, when that happens before the answer is complete. */
  onGone: (() => void) | null
  /** Sends the headers of a stream ahead of its answer, whatever that will be. */
  beginEarly(headers: readonly string[]): void
  /** The headers are lost where others went ahead. */
  begin(status: number, headers: readonly string[]): void
  /** False when it is read more slowly than this: wait for `whenDrained`. */
  write(bytes: Buffer): boolean
  /** Calls `run` once, when more can be taken again. */
  whenDrained(run: () => void): void
  end(): void
  /** Headers and the whole body in one go. */
  send(status: number, headers: readonly string[], body: Buffer): void
  /** Breaks it off behind what was written, so that whoever reads knows that it is not complete. */
  cutOff(): void
}
