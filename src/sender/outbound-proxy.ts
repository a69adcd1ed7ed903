/** An HTTP proxy between us and an endpoint. What of its URL is a credential goes to it alone, and into no message. */
import { request as overTcp } from 'node:http'
import { request as overTls } from 'node:https'
import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import type { Outbound } from '../ports/sender.ts'

type Connect = buildConnector.connector

/**
 * Connects through a tunnel that the proxy at `proxyUrl` opens, for `connect`
 * to speak TLS in. Source: RFC 9110, section 9.3.6.
 */
export function tunnelThrough(proxyUrl: string, connect: Connect, waitMs: number): Connect {
  const proxy = new URL(proxyUrl)
  const request = proxy.protocol === 'https:' ? overTls : overTcp
  return (options, callback) => {
    const { hostname, port } = options
    const target = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port === '' ? '443' : port}`
    const asking = request({
      host: bare(proxy.hostname),
      port: proxy.port === '' ? undefined : proxy.port,
      method: 'CONNECT',
      path: target,
      headers: ['host', target, ...authorization(proxy)],
      agent: false,
      timeout: waitMs,
    })
    asking.once('timeout', () => {
      asking.destroy(Object.assign(new Error('it did not answer'), { code: 'ETIMEDOUT' }))
    })
    asking.once('error', (error: NodeJS.ErrnoException) => {
      callback(proxyError(error.message, error.code), null)
    })
    asking.once('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) connect({ ...options, httpSocket: quiet(socket) }, callback)
      else {
        socket.destroy()
        callback(proxyError(`it answered ${String(statusCode)} to CONNECT ${target}`), null)
      }
    })
    asking.end()
  }
}

/** The same request as a proxy takes it for an origin without TLS. Source: RFC 9112, section 3.2.2. */
export function askedOfProxy(request: Outbound, proxyUrl: string): Outbound {
  const proxy = new URL(proxyUrl)
  const { host } = new URL(request.origin)
  return {
    ...request,
    origin: proxy.origin,
    path: request.origin + request.path,
    headers: ['host', host, ...request.headers, ...authorization(proxy)],
  }
}

/** Its time to answer is over. */
function quiet(socket: Socket): Socket {
  return socket.setTimeout(0)
}

function authorization({ password, username }: URL): readonly string[] {
  if (username === '') return []
  const pair = `${decoded(username)}:${decoded(password)}`
  return ['proxy-authorization', `Basic ${Buffer.from(pair).toString('base64')}`]
}

/** What is no escape stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Without the brackets that an URL needs around an IPv6 address. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

const proxyError = (message: string, code?: string): Error =>
  Object.assign(new Error(`the outbound proxy: ${message}`), code === undefined ? {} : { code })
