/** Stops what `Clock.after` promised; calling it late or twice does nothing. */
export type Cancel = () => void

/** The only way to the time. Instants are epoch milliseconds, durations milliseconds. */
export interface Clock {
  now(): number
  /** Calls `run` once, `ms` from now, unless cancelled before. Does not keep the process alive. */
  after(ms: number, run: () => void): Cancel
}
