import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors/app-error.ts'

type Request = Pick<IncomingMessage, 'headers' | 'httpVersion' | 'rawHeaders' | 'url'>

/** Lines that say next to nothing count for next to nothing where Node counts bytes. */
const MAX_HEADERS = 2_000

/**
 * Throws `bad-request` for what Node's parser lets through although programs
 * differ in where such a request ends, or in what it asks for: whoever stands
 * in front of this proxy, or behind it, might see another request than this one.
 * Throws `headers-too-large` for more lines of headers than anybody needs.
 */
export function refuseUnsound(request: Request): void {
  if (request.rawHeaders.length > 2 * MAX_HEADERS) {
    throw new AppError('headers-too-large', `The request has more than ${String(MAX_HEADERS)} headers.`)
  }
  const why = unsound(request)
  if (why !== null) throw new AppError('bad-request', why)
}

function unsound({ headers, httpVersion, url = '' }: Request): string | null {
  const { 'transfer-encoding': coding } = headers
  // The parser takes 0.9 and 2.0 for numbers of this protocol. Source: RFC 9112, sections 2.3 and 6.1.
  if (httpVersion !== '1.1' && (httpVersion !== '1.0' || coding !== undefined)) {
    return coding === undefined
      ? `QCC speaks HTTP/1.1, not HTTP/${httpVersion}.`
      : `HTTP/${httpVersion} has no transfer codings.`
  }
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    return `QCC knows no transfer coding but "chunked", and that once. This request has "${coding}".`
  }
  // An absolute URL or `*` asks for another kind of proxy than this one.
  if (!url.startsWith('/')) {
    return `The request's target "${pathOf(url)}" is not a path. Use QCC as a base URL, not as an HTTP proxy.`
  }
  if (!url.includes('#')) return null
  return `The request's target "${pathOf(url)}" has a fragment, which is of no server.`
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''
