import type { Clock } from '../ports/clock.ts'
import type { Sender } from '../ports/sender.ts'
import { failed, type Delivery } from './delivery.ts'

/** What goes to a receiver over HTTP. */
export interface Letter {
  readonly url: URL
  readonly body: object
  /** For `authorization: Bearer`; null for none. */
  readonly token: string | null
}

export interface Reply {
  readonly kind: 'reply'
  readonly status: number
  /** By names in small letters. */
  readonly headers: ReadonlyMap<string, string>
  /** No more than its beginning. */
  readonly text: string
}

/** All of them answer within a second. */
const TIMEOUT_MS = 10_000
/** Their answers are lines of JSON; what is longer is a page for people. */
const MOST_BYTES = 64 * 1_024
/** The network may be back by then. */
const AGAIN_MS = 5_000

/** One POST without following redirects. Never rejects; what is no answer is a failure that may pass. */
export function post(
  { body, token, url }: Letter,
  { clock, sender }: { readonly clock: Clock; readonly sender: Sender },
): Promise<Reply | Delivery> {
  return new Promise((resolve) => {
    let head: Pick<Reply, 'status' | 'headers'> = { status: 0, headers: new Map() }
    const chunks: Buffer[] = []
    let bytes = 0
    const end = (result: Reply | Delivery): void => {
      cancel()
      resolve(result)
    }
    const reply = (): Reply => {
      return { kind: 'reply', ...head, text: Buffer.concat(chunks).subarray(0, MOST_BYTES).toString() }
    }
    const cancel = clock.after(TIMEOUT_MS, () => {
      sending.abort()
      end(failed('slow', { host: url.host, seconds: TIMEOUT_MS / 1_000 }, AGAIN_MS))
    })
    const json = Buffer.from(JSON.stringify(body))
    const sending = sender.send(
      {
        ...{ origin: url.origin, proxy: null, path: url.pathname + url.search, method: 'POST' },
        headers: [
          ...['content-type', 'application/json; charset=utf-8', 'accept-encoding', 'identity'],
          ...['user-agent', 'qcc', ...(token === null ? [] : ['authorization', `Bearer ${token}`])],
        ],
        body: { kind: 'kept', chunks: [json], bytes: json.length },
      },
      {
        onSent: () => undefined,
        onWritten: () => undefined,
        onHead: (status, lines) => {
          head = { status, headers: headersOf(lines) }
        },
        onData: (chunk) => {
          chunks.push(chunk)
          bytes += chunk.length
          if (bytes <= MOST_BYTES) return
          sending.abort()
          end(reply())
        },
        onEnd: () => {
          end(reply())
        },
        onFailure: ({ detail }) => {
          end(failed('unreached', { host: url.host, why: detail }, AGAIN_MS))
        },
      },
    )
  })
}

function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (let at = 0; at + 1 < lines.length; at += 2) {
    headers.set((lines[at] ?? '').toLowerCase(), lines[at + 1] ?? '')
  }
  return headers
}
