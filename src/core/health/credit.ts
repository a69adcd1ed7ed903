/**
 * How many sends need may make onto an endpoint that is out. One comes back
 * with time; more are earned: whoever serves one request in ten is not down,
 * and its clients would get through without us. What has stopped serving has
 * used them up within thirty sends, and meets one at a time from then on.
 */
import { SLACK_MS } from '../span.ts'

export interface Credit {
  /** As of `at`; what came back with time since then is not in it. */
  readonly sends: number
  readonly at: number
}

const OF_TIME = 1
/** One that is sent for each commit would starve what fails more than it serves; ten stand a failure of nine in ten. */
const OF_COMMIT = 10
const MOST = 30

export const freshCredit = (now: number): Credit => ({ sends: OF_TIME, at: now })

/** What there is at `now`, in parts of a send as well, when one comes back every `everyMs`. */
export function creditAt({ at, sends }: Credit, everyMs: number, now: number): number {
  if (sends >= OF_TIME) return sends
  // Nobody knows how long ago that was before the clock was set back.
  if (now < at - SLACK_MS) return OF_TIME
  return Math.min(OF_TIME, sends + Math.max(0, now - at) / everyMs)
}

/** After a send by need: at least one was there. */
export const onSpent = ({ sends }: Credit, now: number): Credit => ({
  sends: Math.max(0, sends - 1),
  at: now,
})

/** After the first content of any answer: it serves. */
export const onEarned = (credit: Credit, now: number): Credit =>
  credit.sends >= MOST ? credit : { sends: Math.min(MOST, credit.sends + OF_COMMIT), at: now }
