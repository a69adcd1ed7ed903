import type { Clock } from '../ports/clock.ts'
import type { Outbound, Sender } from '../ports/sender.ts'
import { syncFault } from './sync-fault.ts'

export interface ApiParts {
  readonly sender: Sender
  readonly clock: Clock
  readonly timeoutMs: number
}

export interface ApiRequest {
  readonly url: URL
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Null asks as nobody in particular. */
  readonly token: string | null
  readonly body: object | null
  /** For people. */
  readonly remote: string
}

export interface ApiAnswer {
  readonly status: number
  /** By names in small letters. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** A configuration has kilobytes; what is larger is something else. */
const MOST_BYTES = 32 * 2 ** 20

/** One request over HTTP, without following redirects. Rejects with `AppError` when there is no whole answer in time. */
export function askApi({ clock, sender, timeoutMs }: ApiParts, request: ApiRequest): Promise<ApiAnswer> {
  const { remote } = request
  return new Promise((resolve, reject) => {
    let head: Pick<ApiAnswer, 'status' | 'headers'> = { status: 0, headers: new Map() }
    const chunks: Buffer[] = []
    let bytes = 0
    const fail = (error: Error): void => {
      cancel()
      sending.abort()
      reject(error)
    }
    const cancel = clock.after(timeoutMs, () => {
      fail(syncFault('sync-fault.slow', { remote, seconds: timeoutMs / 1_000 }))
    })
    const sending = sender.send(outbound(request), {
      onSent: () => undefined,
      onWritten: () => undefined,
      onHead: (status, lines) => {
        head = { status, headers: headersOf(lines) }
      },
      onData: (chunk) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > MOST_BYTES) fail(syncFault('sync-fault.too-large', { remote, most: '32MiB' }))
      },
      onEnd: () => {
        cancel()
        resolve({ ...head, body: Buffer.concat(chunks) })
      },
      onFailure: ({ detail }) => {
        cancel()
        reject(syncFault('sync-fault.unreached', { remote, why: detail }))
      },
    })
  })
}

function outbound({ body, method, token, url }: ApiRequest): Outbound {
  const json = body === null ? null : Buffer.from(JSON.stringify(body))
  return {
    ...{ origin: url.origin, proxy: null, path: url.pathname + url.search, method },
    headers: [
      ...['accept', 'application/vnd.github+json', 'accept-encoding', 'identity', 'user-agent', 'qcc'],
      ...['x-github-api-version', '2022-11-28'],
      ...(token === null ? [] : ['authorization', `Bearer ${token}`]),
      ...(json === null ? [] : ['content-type', 'application/json']),
    ],
    body: json === null ? null : { kind: 'kept', chunks: [json], bytes: json.length },
  }
}

function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (let at = 0; at + 1 < lines.length; at += 2) {
    headers.set((lines[at] ?? '').toLowerCase(), lines[at + 1] ?? '')
  }
  return headers
}
