/**
 * What every answer below `/_qcc/` tells a browser: to load and to send nothing
 * but from and to here, to show it in nobody's frame, and to take bytes for
 * nothing else than they say. Sources: https://www.w3.org/TR/CSP3/,
 * https://fetch.spec.whatwg.org/, https://html.spec.whatwg.org/ (opener policy).
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const ALWAYS = [
  ...['content-security-policy', POLICY],
  ...['x-content-type-options', 'nosniff'],
  ...['referrer-policy', 'no-referrer'],
  ...['cross-origin-opener-policy', 'same-origin'],
  ...['cross-origin-resource-policy', 'same-origin'],
]

/** These headers (name, value, …) with those of every answer; nothing keeps it unless they say so. */
export function browserHeaders(own: readonly string[] = []): readonly string[] {
  const keeps = own.includes('cache-control') ? [] : ['cache-control', 'no-store']
  return [...own, ...keeps, ...ALWAYS]
}
