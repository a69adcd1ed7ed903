import type { NobodyServed } from '../core/failover/final-answer.ts'
import type { TextKey } from '../i18n/en.ts'

/** Everything that can go wrong by name; no other code exists. */
export type FailureCode =
  | NobodyServed
  | 'bad-request'
  | 'body-too-large'
  | 'headers-too-large'
  | 'request-too-slow'
  | 'no-room'
  | 'stranger'
  | 'no-such-path'
  | 'profile-gone'
  | 'wrong-method'
  | 'draining'
  | 'internal'
  | 'usage'
  | 'document-invalid'
  | 'no-such-thing'
  | 'port-taken'
  | 'not-listening'
  | 'failed'
  | 'conflict'
  | 'stale-version'
  | 'no-proxy'
  | 'already-running'
  | 'cancelled'
  | 'unhealthy'
  | 'no-token'
  | 'no-session'
  | 'not-allowed'
  | 'no-client-token'
  | 'fenced-out'
  | StoreFailure

/** What can go wrong with the database and the secrets in it. */
export type StoreFailure =
  /** Written by a newer QCC. */
  | 'store-newer'
  | 'store-corrupt'
  /** The home or the file in it may not be written. */
  | 'store-unwritable'
  | 'store-full'
  /** Somebody else held it for longer than we wait. */
  | 'store-busy'
  | 'store-failed'
  /** The key at hand does not open the secrets. */
  | 'secret-unreadable'

/** Types of Anthropic's error envelope. Source: https://docs.claude.com/en/api/errors. */
export type WireType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'billing_error'
  | 'permission_error'
  | 'not_found_error'
  | 'request_too_large'
  | 'rate_limit_error'
  | 'api_error'
  | 'timeout_error'

interface Failure {
  /** HTTP status, where it is answered over HTTP. */
  readonly status: number
  readonly wire: WireType
  /** Exit code, where a command ends by it. */
  readonly exit: ExitCode
  /** What a person is told, filled in with the error's details; without one, the error's message. */
  readonly text?: TextKey
}

/** 0 done, 1 failed, 2 usage, 3 no such thing, 4 no proxy, 5 conflict, 6 unhealthy, 130 cancelled. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130

/** The one table from a code to what each edge makes of it. */
export const FAILURES: Readonly<Record<FailureCode, Failure>> = {
  'no-endpoint': { status: 503, wire: 'api_error', exit: 1 },
  'all-limited': { status: 429, wire: 'rate_limit_error', exit: 1 },
  'all-out': { status: 503, wire: 'api_error', exit: 1 },
  'all-too-slow': { status: 504, wire: 'timeout_error', exit: 1 },
  'no-network': { status: 503, wire: 'api_error', exit: 1 },
  'model-nowhere': { status: 404, wire: 'not_found_error', exit: 1 },
  'no-balance': { status: 402, wire: 'billing_error', exit: 1 },
  'no-credential': { status: 401, wire: 'authentication_error', exit: 1 },
  'bad-request': { status: 400, wire: 'invalid_request_error', exit: 1 },
  'body-too-large': { status: 413, wire: 'request_too_large', exit: 1 },
  'headers-too-large': { status: 431, wire: 'invalid_request_error', exit: 1 },
  'request-too-slow': { status: 408, wire: 'timeout_error', exit: 1 },
  'no-room': { status: 503, wire: 'api_error', exit: 1 },
  stranger: { status: 403, wire: 'permission_error', exit: 1 },
  'no-such-path': { status: 404, wire: 'not_found_error', exit: 1 },
  // Claude Code takes a 404 for a missing model and hides the message.
  'profile-gone': { status: 410, wire: 'not_found_error', exit: 1 },
  'wrong-method': { status: 405, wire: 'invalid_request_error', exit: 1 },
  draining: { status: 503, wire: 'api_error', exit: 1 },
  internal: { status: 500, wire: 'api_error', exit: 1 },
  usage: { status: 400, wire: 'invalid_request_error', exit: 2 },
  'document-invalid': {
    status: 400,
    wire: 'invalid_request_error',
    exit: 1,
    text: 'document.stored-invalid',
  },
  'no-such-thing': { status: 404, wire: 'not_found_error', exit: 3 },
  'port-taken': { status: 500, wire: 'api_error', exit: 5 },
  'not-listening': { status: 500, wire: 'api_error', exit: 1 },
  failed: { status: 500, wire: 'api_error', exit: 1 },
  conflict: { status: 409, wire: 'invalid_request_error', exit: 5 },
  'stale-version': { status: 409, wire: 'invalid_request_error', exit: 5, text: 'error.stale-version' },
  'no-proxy': { status: 500, wire: 'api_error', exit: 4 },
  'already-running': { status: 409, wire: 'api_error', exit: 5 },
  cancelled: { status: 500, wire: 'api_error', exit: 130 },
  unhealthy: { status: 500, wire: 'api_error', exit: 6 },
  'no-token': { status: 401, wire: 'authentication_error', exit: 1 },
  'no-session': { status: 401, wire: 'authentication_error', exit: 1 },
  'not-allowed': { status: 403, wire: 'permission_error', exit: 1 },
  'no-client-token': { status: 401, wire: 'authentication_error', exit: 1 },
  'fenced-out': { status: 403, wire: 'permission_error', exit: 1 },
  'store-newer': { status: 500, wire: 'api_error', exit: 1, text: 'error.store-newer' },
  'store-corrupt': { status: 500, wire: 'api_error', exit: 1, text: 'error.store-corrupt' },
  'store-unwritable': { status: 500, wire: 'api_error', exit: 1, text: 'error.store-unwritable' },
  'store-full': { status: 500, wire: 'api_error', exit: 1, text: 'error.store-full' },
  'store-busy': { status: 500, wire: 'api_error', exit: 1, text: 'error.store-busy' },
  'store-failed': { status: 500, wire: 'api_error', exit: 1, text: 'error.store-failed' },
  'secret-unreadable': { status: 500, wire: 'api_error', exit: 1 },
}
