import { scarcest, type LimitHeaders } from '../limits.ts'
import { isWithin, type Span } from '../span.ts'

/** What was left of the scarcest limit when an endpoint last told, valid until that limit is full again. */
export interface Quota extends Span {
  /** A share of 1. */
  readonly left: number
}

/** An endpoint with less than this left gets fewer new sessions. */
const PLENTY = 0.2
const LEAST_FACTOR = 0.1
/** How long a quota counts that did not tell its reset. */
const USUAL_MS = 60_000
const MOST_MS = 8 * 86_400_000

/** The quota after an answer; `before` stands when the answer tells nothing. */
export function quotaAfter(before: Quota | null, limits: LimitHeaders, now: number): Quota | null {
  const told = scarcest(limits)
  if (told === null) return before
  const isPlausible = told.resetAt !== null && told.resetAt > now && told.resetAt <= now + MOST_MS
  const until = isPlausible && told.resetAt !== null ? told.resetAt : now + USUAL_MS
  return { since: now, until, left: Math.min(1, Math.max(0, told.left)) }
}

/** Share of its weight that an endpoint keeps: clamp(left ÷ 0.2, 0.1, 1). */
export function quotaFactor(quota: Quota | null, now: number): number {
  if (quota === null || !isWithin(quota, now)) return 1
  return Math.min(1, Math.max(LEAST_FACTOR, quota.left / PLENTY))
}
