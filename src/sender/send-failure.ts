import type { SendFailure } from '../ports/sender.ts'

type Reason = SendFailure['reason']

const REASONS: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-dns',
  EAI_FAIL: 'no-dns',
  ENETUNREACH: 'no-route',
  EHOSTUNREACH: 'no-route',
  EHOSTDOWN: 'no-route',
  ENETDOWN: 'no-route',
  ETIMEDOUT: 'time-out',
  UND_ERR_CONNECT_TIMEOUT: 'time-out',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'garbled',
  UND_ERR_HEADERS_OVERFLOW: 'garbled',
}

/** Sorts what undici, the resolver, the socket or OpenSSL said. */
export function sendFailure(error: Error): SendFailure {
  // Its code is a parser's state, and not always there.
  if (error.name === 'HTTPParserError') return { reason: 'garbled', detail: error.message }
  // An answer that nobody asked for, which closes the socket from this side: a 100, or a 101.
  if (/^bad (response|upgrade)$/.test(error.message)) return { reason: 'garbled', detail: error.message }
  const code = codeOf(error)
  return {
    reason: REASONS[code] ?? byFamily(code),
    detail: code === '' ? error.message : `${code}: ${error.message}`,
  }
}

function byFamily(code: string): Reason {
  // Node's names for OpenSSL's verdicts share no prefix.
  if (/^(ERR_TLS|ERR_SSL|CERT_|EPROTO|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/.test(code))
    return 'tls'
  return 'other'
}

/** With several addresses tried, the errors of each hang below one that may have no code. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined
  return first instanceof Error ? codeOf(first) : ''
}
