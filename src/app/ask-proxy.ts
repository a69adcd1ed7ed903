import { request } from 'node:http'
import { API, type Identity } from '../admin/contract.ts'
import { parseIdentity } from '../admin/parse.ts'
import type { Clock } from '../ports/clock.ts'

export interface Asked {
  readonly method: 'GET' | 'POST'
  /** Below the API's root. */
  readonly path: string
  readonly token?: string
  /** Sent as JSON. */
  readonly body?: unknown
  readonly timeoutMs: number
  /** The longest answer that is read: 1 MiB unless given. */
  readonly maxBytes?: number
}

export interface Answer {
  readonly status: number
  readonly text: string
}

/** Few answers of the control API come near it. */
const MAX_BYTES = 2 ** 20

/** Asks the control API at `url`. Null when no answer came, or none that ended in time: whoever is there need not be a QCC. */
export function askProxy(url: string, asked: Asked, clock: Clock): Promise<Answer | null> {
  const { body, maxBytes = MAX_BYTES, method, path, timeoutMs, token } = asked
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return new Promise((resolve) => {
    const asking = request(`${url}${API}${path}`, { method, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (more: string) => {
        text += more
        if (text.length > maxBytes) asking.destroy()
      })
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text })
      })
    })
    const cancel = clock.after(timeoutMs, () => asking.destroy())
    asking.on('close', () => {
      cancel()
      resolve(null)
    })
    // `close` follows.
    asking.on('error', () => undefined)
    asking.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** Anything else than a proxy may be slow to say that it is none. */
const IDENTITY_MS = 1_000

/** Who listens at `url`; null when it is no QCC. */
export async function askIdentity(url: string, clock: Clock): Promise<Identity | null> {
  const answer = await askProxy(url, { method: 'GET', path: '/identity', timeoutMs: IDENTITY_MS }, clock)
  return answer?.status === 200 ? parseIdentity(answer.text) : null
}
