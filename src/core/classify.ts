import { isOfAccount, NO_LIMITS, retryAfterTold, toldTime, type LimitHeaders } from './limits.ts'
import type { Outcome, Phase, Unreached } from './outcome.ts'
import { verdictOn, type Rule, type Verdict } from './rules.ts'

/** The `error` member of Anthropic's envelope; an absent or unreadable one is two empty strings. */
export interface ErrorDetail {
  readonly type: string
  readonly message: string
}

/** What the wire saw of a failed attempt, before any judgement. */
export type Fault =
  /** Nothing came back: refused, no such host, TLS, reset before the headers. */
  | { readonly kind: 'no-answer'; readonly why: Unreached }
  | { readonly kind: 'timed-out'; readonly phase: Phase }
  /** Anything but a 2xx. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly limits: LimitHeaders
      readonly error: ErrorDetail
    }
  /** A 2xx with an error inside: an SSE `error` event, or the envelope as the body. */
  | { readonly kind: 'error-inside'; readonly error: ErrorDetail }
  | { readonly kind: 'nothing-inside' }
  | { readonly kind: 'no-message-inside' }
  /** The answer began, then reset or ended before it was complete. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'client-gone' }

/**
 * Judges a failed attempt. `now` (epoch ms) is for limits that are told as a
 * date, `rules` are those of the endpoint.
 */
export function classify(fault: Fault, now: number, rules: readonly Rule[] = []): Outcome {
  switch (fault.kind) {
    case 'no-answer':
      return { kind: 'unreachable', why: fault.why }
    case 'timed-out':
      return { kind: 'timed-out', phase: fault.phase }
    case 'status':
      return outcomeOf(verdictOn({ status: fault.status, ...fault.error }, rules), fault.limits, now)
    case 'error-inside': {
      const status = statusOfType(fault.error.type)
      return outcomeOf(verdictOn({ status, ...fault.error }, rules), NO_LIMITS, now)
    }
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

/** The status that an error has which came inside a 2xx. */
export const statusOfType = (type: string): number => STATUS_OF_TYPE.get(type) ?? 500

/** Source: https://docs.claude.com/en/api/errors. */
const STATUS_OF_TYPE: ReadonlyMap<string, number> = new Map([
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['billing_error', 402],
  ['permission_error', 403],
  ['not_found_error', 404],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['api_error', 500],
  ['timeout_error', 504],
  ['overloaded_error', 529],
])

function outcomeOf(verdict: Verdict, limits: LimitHeaders, now: number): Outcome {
  switch (verdict) {
    case 'rate-limited':
      return { kind: 'rate-limited', told: toldTime(limits, now), ofAccount: isOfAccount(limits) }
    case 'overloaded':
      return { kind: 'overloaded', told: retryAfterTold(limits, now) }
    case 'unavailable':
      return { kind: 'unavailable', told: retryAfterTold(limits, now), blame: 'at-once' }
    case 'doubtful':
      return { kind: 'unavailable', told: null, blame: 'when-another-differs' }
    case 'elsewhere':
      return { kind: 'unavailable', told: null, blame: 'never' }
    case 'rejected':
      return { kind: 'rejected', fault: 'refused' }
    case 'too-large':
    case 'bad-signature':
      return { kind: 'rejected', fault: verdict }
    case 'credential':
    case 'balance':
    case 'model-missing':
      return { kind: verdict }
  }
}
