/** How long a client wants to be held when nobody can serve, in seconds. `qcc run --hold` has Claude Code send it. */
export const HOLD_HEADER = 'x-qcc-hold'

const MOST_MS = 24 * 3_600_000

/** In milliseconds; null without one, and for one that makes no sense. 0: not at all. */
export function toldHoldMs(told: string | readonly string[] | undefined): number | null {
  if (typeof told !== 'string' || !/^\d{1,9}(\.\d{1,3})?$/.test(told.trim())) return null
  return Math.min(Number(told) * 1_000, MOST_MS)
}
