/** Outcomes that set an endpoint aside for longer than a test's trouble lasts: with them among the bad answers it would be a calm. */
export const SETS_ASIDE: ReadonlySet<string> = new Set([
  'rate-limited',
  'overloaded',
  'credential',
  'balance',
  'model-missing',
])
