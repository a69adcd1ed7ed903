/** Nobody limits for longer than a year: such a time is a broken header. */
const LONGEST_MS = 366 * 86_400_000

/** The dates of HTTP begin with the name of a day; anything else would be left to a parser that guesses. */
const HTTP_DATE = /^[A-Z][a-z]{2,8}[, ]/

/**
 * The wait that a `retry-after` header asks for, in milliseconds, or null when
 * it asks for none: absent, unreadable, zero, past, or beyond a year.
 * Seconds or an HTTP date: RFC 9110, section 10.2.3.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return plausibleWait(Number(text) * 1_000)
  return HTTP_DATE.test(text) ? waitUntil(Date.parse(text), now) : null
}

/** The wait until an instant, under the same conditions; null for null. */
export const waitUntil = (at: number | null, now: number): number | null =>
  at === null ? null : plausibleWait(at - now)

const plausibleWait = (waitMs: number): number | null =>
  waitMs > 0 && waitMs <= LONGEST_MS ? Math.ceil(waitMs) : null
