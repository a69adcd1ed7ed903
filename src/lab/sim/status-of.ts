import type { NobodyServed } from '../../core/failover/final-answer.ts'

/** The status that a client sees when nobody served; the proxy has it from the table of errors, which is the same. */
export const STATUS_OF: Readonly<Record<NobodyServed, number>> = {
  'no-endpoint': 503,
  'all-limited': 429,
  'all-out': 503,
  'all-too-slow': 504,
  'no-network': 503,
  'model-nowhere': 404,
  'no-balance': 402,
  'no-credential': 401,
}
