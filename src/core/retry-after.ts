/**
 * The wait that a `retry-after` header asks for, in milliseconds, or null when
 * it asks for none: absent, unreadable, zero, or a date that is past.
 * Seconds or an HTTP date: RFC 9110, section 10.2.3.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null
  const text = header.trim()
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now
  return waitMs > 0 ? Math.ceil(waitMs) : null
}
