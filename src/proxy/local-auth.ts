/**
 * Refuses strangers before a byte of the body is read. A page in a browser can
 * reach this machine too: by its own name pointed at its address, which shows
 * in `Host`, or across sites, which shows in `Origin` and `Sec-Fetch-Site`.
 * Whom the proxy serves beyond this machine, a client token tells.
 */
import type { IncomingMessage } from 'node:http'
import { claimsToBeToken } from '../core/client-token.ts'
import { isLoopbackName } from '../core/loopback.ts'
import { AppError } from '../errors/app-error.ts'
import { isVisit } from './browser-visit.ts'
import type { Client, Clients } from '../ports/clients.ts'

/** Where clients may come from. */
export interface Door {
  /** Address or name that the proxy listens on. */
  readonly host: string
  /** The setting `proxy.hosts`: names by which it may be called besides, with commas between. */
  readonly hosts: string
  readonly clients: Clients
}

/** Spares the parsing of a name for nearly every request. */
const USUAL_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/
/** A name, an IPv4 or a bracketed IPv6 address, and a port. Source: RFC 9110, section 7.2. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(?::\d*)?$/i
const BEARER = /^Bearer +/i

/** Throws `stranger` for what was not meant for this proxy, or comes from a web page of somebody else, unless that is a link. */
export function refuseStrangers(request: IncomingMessage, door: Pick<Door, 'host' | 'hosts'>): void {
  const { host, origin, 'sec-fetch-site': site } = request.headers
  if (linesOf(request, 'host') > 1) throw new AppError('bad-request', 'The request names more than one host.')
  if (host !== undefined && !USUAL_HOST.test(host) && !isOwnHost(host, request, door)) {
    throw new AppError(
      'stranger',
      `QCC does not answer to the host "${host}". If that is a name of this machine, tell QCC: qcc config set proxy.hosts NAME.`,
    )
  }
  if (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host) {
    throw new AppError('stranger', `QCC serves programs, not the web page at "${origin}".`)
  }
  // Browsers say so also where they send no `Origin`. Source: https://www.w3.org/TR/fetch-metadata/.
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isFollowedLink(request)) {
    throw new AppError('stranger', 'QCC serves programs, not the web pages of others.')
  }
}

/** What a link may lead to from anywhere: the dashboard's pages, and logging in to it. */
const LINKED = /^\/_qcc\/(?!api\/)/

/** Whether a person came to the dashboard by a link of another page, such as a chat that a shared link stands in. */
const isFollowedLink = (request: IncomingMessage): boolean =>
  isVisit(request) && LINKED.test(request.url ?? '')

function isOwnHost(host: string, { socket }: IncomingMessage, door: Pick<Door, 'host' | 'hosts'>): boolean {
  const name = bareHost(host)
  if (name === null) return false
  if (isLoopbackName(name) || name === plainAddress(socket.localAddress)) return true
  const named = [door.host, ...door.hosts.split(',')].map((one) => one.trim().toLowerCase())
  return named.includes(name)
}

/** Without port and brackets, in lower case; null for what is no host. */
function bareHost(host: string): string | null {
  const [, name] = HOST.exec(host) ?? []
  return name?.replace(/^\[|\]$/g, '').toLowerCase() ?? null
}

/** An address as Node tells it, IPv4 without the prefix that it has on a socket of both kinds. */
const plainAddress = (address: string | undefined): string => (address ?? '').replace(/^::ffff:/i, '')

/** A connection's two ends, as Node tells them. */
type Ends = Pick<IncomingMessage['socket'], 'localAddress' | 'remoteAddress'>

/** Whether the connection comes from another machine: neither over loopback nor from its own address to itself. */
export function isOtherMachine({
  localAddress,
  remoteAddress,
}: {
  readonly [K in keyof Ends]: Ends[K] | undefined
}): boolean {
  const from = plainAddress(remoteAddress)
  return !isLoopbackName(from) && from !== plainAddress(localAddress)
}

/**
 * Whether a request may come from another machine: its connection does, or it
 * calls the proxy by a name that is known by `proxy.hosts` alone, as what stands
 * in front of a proxy passes on.
 */
export function isFromElsewhere({ headers, socket }: IncomingMessage, host: string): boolean {
  if (isOtherMachine(socket)) return true
  if (headers.host === undefined || USUAL_HOST.test(headers.host)) return false
  const name = bareHost(headers.host) ?? ''
  return !isLoopbackName(name) && name !== plainAddress(socket.localAddress) && name !== host.toLowerCase()
}

/**
 * Whose client token the request carries, in either header that clients have
 * for a credential; null without one. Throws `no-client-token` for one that
 * there is not, and for none where one is needed: when the proxy listens beyond
 * loopback, or was called by a name that others can use.
 */
export function clientOf(request: IncomingMessage, { clients, host }: Door): Client | null {
  const token = tokenIn(request)
  if (token !== null) {
    const client = clients.holderOf(token)
    if (client !== null) return client
    throw new AppError(
      'no-client-token',
      'This proxy does not know the client token, or it was revoked. Make one with "qcc proxy token create NAME".',
    )
  }
  const calledBy = request.headers.host ?? host
  const isLocal = USUAL_HOST.test(calledBy) || isLoopbackName(bareHost(calledBy) ?? '')
  if (isLocal && (USUAL_HOST.test(host) || isLoopbackName(host))) return null
  throw new AppError(
    'no-client-token',
    'This proxy is reachable beyond its machine and serves nobody without a client token. Make one with "qcc proxy token create NAME" and give it to the client, for example as ANTHROPIC_AUTH_TOKEN.',
  )
}

/** Null when no credential claims to be one. Every line counts: Node keeps the first of some and joins others. */
function tokenIn({ rawHeaders }: IncomingMessage): string | null {
  let token: string | null = null
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const one = credentialIn(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '')
    if (one === null || !claimsToBeToken(one)) continue
    if (token !== null && token !== one) {
      throw new AppError('no-client-token', 'The request carries two different client tokens.')
    }
    token = one
  }
  return token
}

/** Null for a header that clients have for something else. */
function credentialIn(name: string, value: string): string | null {
  if (isNamed(name, 'x-api-key')) return value.trim()
  return isNamed(name, 'authorization') ? value.replace(BEARER, '').trim() : null
}

/** How often a header stands there. `name` in lower case. */
function linesOf({ rawHeaders }: IncomingMessage, name: string): number {
  let lines = 0
  for (let i = 0; i < rawHeaders.length; i += 2) if (isNamed(rawHeaders[i] ?? '', name)) lines += 1
  return lines
}

const isNamed = (candidate: string, name: string): boolean =>
  candidate.length === name.length && candidate.toLowerCase() === name
