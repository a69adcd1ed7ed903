/**
 * Sends trails to a collector of OpenTelemetry: OTLP over HTTP as JSON, several
 * together. What waits is bounded; what the collector does not take is lost and
 * counted, and no request ever waits for it.
 */
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Trail } from '../ports/trail.ts'
import { exportOf, type Teller } from './otlp-spans.ts'

interface Wiring extends Teller {
  /** The collector's URL now; null when nothing is to be sent any more. */
  readonly to: () => string | null
  readonly clock: Clock
  /** Traces could not be sent; told once for each reason. */
  readonly onFault: (why: string) => void
}

/** What is sent together, unless less comes within the time. */
const BATCH = 256
const GATHER_MS = 1_000
/** While the collector is away. */
const MOST_WAITING = 2_048
/** A collector that is away is asked again, less and less often. */
const AGAIN_MS = 5_000
const AGAIN_MOST_MS = 60_000
const ANSWER_MS = 10_000
/** What the end of the proxy waits for it. */
const CLOSE_MS = 2_000
/** Nothing that a collector has to say is longer. */
const MOST_ANSWER_BYTES = 64 * 2 ** 10

export class TraceExport {
  readonly #wiring: Wiring
  #waiting: Trail[] = []
  #cancel: Cancel | null = null
  #sending: Promise<void> | null = null
  #failures = 0
  #fault: string | null = null
  readonly #closing = new AbortController()
  sent = 0
  dropped = 0

  constructor(wiring: Wiring) {
    this.#wiring = wiring
  }

  record(trail: Trail): void {
    this.#waiting.push(trail)
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift()
      this.dropped += 1
    }
    if (this.#waiting.length >= BATCH && this.#failures === 0) this.#soon(0)
    else this.#soon(GATHER_MS)
  }

  /** Sends what waits; whatever a collector does not take at once is dropped. */
  async close(): Promise<void> {
    this.#cancel?.()
    this.#cancel = nothing
    const cancelAbort = this.#wiring.clock.after(CLOSE_MS, () => {
      this.#closing.abort()
    })
    await this.#sending
    let result = 'done'
    while (result === 'done' && this.#waiting.length > 0) result = await this.#sendBatch()
    this.dropped += this.#waiting.splice(0).length
    cancelAbort()
  }

  #soon(ms: number): void {
    if (this.#sending !== null || (this.#cancel !== null && ms > 0)) return
    this.#cancel?.()
    this.#cancel = this.#wiring.clock.after(ms, () => {
      this.#cancel = null
      this.#sending = this.#sendAll().finally(() => {
        this.#sending = null
        if (this.#waiting.length > 0) this.#soon(this.#pauseMs())
      })
    })
  }

  #pauseMs(): number {
    return this.#failures === 0 ? GATHER_MS : Math.min(AGAIN_MS * 2 ** (this.#failures - 1), AGAIN_MOST_MS)
  }

  async #sendAll(): Promise<void> {
    let result = await this.#sendBatch()
    while (result === 'done' && this.#waiting.length >= BATCH) result = await this.#sendBatch()
  }

  /** `again`: what was to be sent still waits. */
  async #sendBatch(): Promise<'done' | 'again'> {
    const url = this.#wiring.to()
    if (url === null) {
      this.dropped += this.#waiting.splice(0).length
      return 'done'
    }
    const batch = this.#waiting.splice(0, BATCH)
    const body = JSON.stringify(exportOf(batch, this.#wiring))
    const result = await posted(url, body, this.#wiring.clock, this.#closing.signal)
    if (result.kind === 'taken') {
      this.#failures = 0
      this.#fault = null
      this.sent += batch.length
      return 'done'
    }
    this.#tell(result.why)
    if (result.kind === 'refused') {
      this.dropped += batch.length
      return 'done'
    }
    this.#failures += 1
    this.#waiting.unshift(...batch)
    this.dropped += this.#waiting.splice(0, Math.max(0, this.#waiting.length - MOST_WAITING)).length
    return 'again'
  }

  #tell(why: string): void {
    if (why !== this.#fault) this.#wiring.onFault(why)
    this.#fault = why
  }
}

const nothing = (): void => undefined

type Posted =
  | { readonly kind: 'taken' }
  /** The same would be refused again. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'away'; readonly why: string }

/** Where a collector takes traces. Source: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request. */
function tracesUrl(base: string): URL | null {
  const url = URL.parse(base)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  if (!url.pathname.endsWith('/v1/traces')) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`
  return url
}

/** Never rejects. */
function posted(base: string, body: string, clock: Clock, signal: AbortSignal): Promise<Posted> {
  const url = tracesUrl(base)
  if (url === null)
    return Promise.resolve({ kind: 'refused', why: `"${base}" is not the URL of a collector` })
  return new Promise((resolve) => {
    const start = url.protocol === 'https:' ? requestHttps : requestHttp
    const headers = { 'content-type': 'application/json' }
    const request = start(url, { method: 'POST', agent: false, headers, signal })
    const cancel = clock.after(ANSWER_MS, () => {
      request.destroy(new Error(`no answer within ${String(ANSWER_MS / 1_000)} s`))
    })
    request.on('error', (error) => {
      cancel()
      resolve({ kind: 'away', why: `the collector at ${url.origin} cannot be reached: ${error.message}` })
    })
    request.on('response', (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MOST_ANSWER_BYTES) response.destroy()
      })
      response.on('close', () => {
        cancel()
        resolve(verdictOn(response.statusCode ?? 0, url.origin))
      })
    })
    request.end(body)
  })
}

/** Those that may be sent again. Source: https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes. */
const AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504])

function verdictOn(status: number, origin: string): Posted {
  if (status >= 200 && status < 300) return { kind: 'taken' }
  const why = `the collector at ${origin} answers ${String(status)}`
  return { kind: AGAIN.has(status) ? 'away' : 'refused', why }
}
