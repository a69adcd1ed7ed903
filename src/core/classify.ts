import type { Outcome, Phase } from './outcome.ts'
import { retryAfterMs } from './retry-after.ts'
import { outcomeOfText } from './telling-texts.ts'

/** The `error` member of Anthropic's envelope; an absent or unreadable one is two empty strings. */
export interface ErrorDetail {
  readonly type: string
  readonly message: string
}

/** What the wire saw of a failed attempt, before any judgement. */
export type Fault =
  /** Nothing came back: refused, no such host, TLS, reset before the headers. */
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'timed-out'; readonly phase: Phase }
  /** Anything but a 2xx. `retryAfter` is the header as it came. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfter: string | null
      readonly error: ErrorDetail
    }
  /** A 2xx with an error inside: an SSE `error` event, or the envelope as the body. */
  | { readonly kind: 'error-inside'; readonly error: ErrorDetail }
  | { readonly kind: 'nothing-inside' }
  | { readonly kind: 'no-message-inside' }
  /** The answer began, then reset or ended before it was complete. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'client-gone' }

/** Judges a failed attempt. `now` (epoch ms) is only for a `retry-after` given as a date. */
export function classify(fault: Fault, now: number): Outcome {
  switch (fault.kind) {
    case 'no-answer':
      return { kind: 'unreachable' }
    case 'timed-out':
      return { kind: 'timed-out', phase: fault.phase }
    case 'status':
      return ofStatus(fault.status, fault.error, retryAfterMs(fault.retryAfter, now))
    case 'error-inside':
      return ofStatus(STATUS_OF_TYPE[fault.error.type] ?? 500, fault.error, null)
    case 'nothing-inside':
      return { kind: 'empty' }
    case 'no-message-inside':
      return { kind: 'malformed' }
    case 'cut':
      return { kind: 'broken-stream' }
    case 'client-gone':
      return { kind: 'cancelled' }
  }
}

/** Source: https://docs.claude.com/en/api/errors. */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
}

/** Retried by the real client or another endpoint's business, although their number starts with a 4. */
const ENDPOINTS_OWN_4XX: ReadonlySet<number> = new Set([404, 405, 407, 408, 409, 421, 425])

function ofStatus(status: number, error: ErrorDetail, waitMs: number | null): Outcome {
  const told = outcomeOfText(status, error.message)
  if (told !== null) return told
  if (error.type === 'overloaded_error' || status === 529) return { kind: 'overloaded', retryAfterMs: waitMs }
  if (status === 429) return { kind: 'rate-limited', retryAfterMs: waitMs }
  if (status === 401) return { kind: 'credential' }
  if (status === 402) return { kind: 'balance' }
  if (status === 403) return ofForbidden(error)
  if (status < 400 || status >= 500 || ENDPOINTS_OWN_4XX.has(status)) {
    return { kind: 'unavailable', retryAfterMs: waitMs }
  }
  return { kind: 'rejected' }
}

/** A firewall's page says 403 too; only Anthropic's own types are about the key. */
function ofForbidden(error: ErrorDetail): Outcome {
  const aboutKey = error.type === 'permission_error' || error.type === 'authentication_error'
  return aboutKey ? { kind: 'credential' } : { kind: 'unavailable', retryAfterMs: null }
}
