import { isIPv4 } from 'node:net'
import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors/app-error.ts'

/** Spares the parsing of an URL for nearly every request. */
const USUAL_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/

/**
 * Refuses strangers before a byte of the body is read. A page in a browser can
 * reach loopback too: by its own name pointed at 127.0.0.1, which shows in
 * `Host`, or across sites, which shows in `Origin`.
 */
export function refuseStrangers(request: IncomingMessage): void {
  const { host, origin } = request.headers
  if (host !== undefined && !USUAL_HOST.test(host) && !isLoopbackName(hostOf(`http://${host}`))) {
    throw new AppError('stranger', `QCC serves this machine only; the request came for the host "${host}".`)
  }
  if (origin !== undefined && !isLoopbackName(hostOf(origin))) {
    throw new AppError('stranger', `QCC serves programs on this machine, not the web page at "${origin}".`)
  }
}

/** Whether a host name or address can only mean this machine. IPv6 with or without brackets. */
export function isLoopbackName(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    (isIPv4(bare) && bare.startsWith('127.'))
  )
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '')
