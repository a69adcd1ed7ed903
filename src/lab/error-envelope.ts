/** Anthropic's types by status: https://docs.claude.com/en/api/errors. */
const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

/** The error type that goes with a status. */
export function errorTypeOf(status: number): string {
  return TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
}

/** Anthropic's error body; also the data of an SSE `error` event. */
export function errorEnvelope(type: string, message: string, requestId: string): Envelope {
  return { type: 'error', error: { type, message }, request_id: requestId }
}

export type Envelope = {
  readonly type: 'error'
  readonly error: { readonly type: string; readonly message: string }
  readonly request_id: string
}
