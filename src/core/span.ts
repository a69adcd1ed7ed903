/** A stretch of time, in epoch milliseconds; `until` is outside it. */
export interface Span {
  readonly since: number
  readonly until: number
}

/** A clock that is set right by less than this has not jumped. */
export const SLACK_MS = 5_000

/**
 * Whether `now` lies in the span. A span that begins in the future was written
 * before the clock was set back: nobody knows how long it would last, so it
 * counts as over.
 */
export const isWithin = (span: Span, now: number): boolean => now < span.until && now >= span.since - SLACK_MS

/** Whether less than `ms` have passed since `at`; never after the clock was set back. */
export const isRecent = (at: number | null, ms: number, now: number): boolean =>
  at !== null && now < at + ms && now >= at - SLACK_MS
