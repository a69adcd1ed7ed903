import { buildConnector, Client, Pool, type Dispatcher } from 'undici'
import type { AnswerSink, Outbound, Sender, Sending } from '../ports/sender.ts'
import { askedOfProxy, tunnelThrough } from './outbound-proxy.ts'
import { sendFailure } from './send-failure.ts'

/** Sockets that nobody used for this long are closed; servers may close them sooner. */
const KEEP_ALIVE_MS = 30_000
/** A backstop below the attempt's own timer: frees a socket that never connects. */
const CONNECT_BACKSTOP_MS = 60_000
const MAX_HEADER_BYTES = 64 * 2 ** 10

/**
 * undici's dispatch, the cheapest way through it, with every timer of its own
 * off: waiting is decided in one place, by the attempt.
 *
 * A kept-alive socket may be closed by its server just as it is used again.
 * Such a send is repeated once on a fresh connection, since nothing was
 * answered and the closing says nothing about the endpoint. An HTTP proxy in
 * between changes none of this.
 */
export class UndiciSender implements Sender {
  readonly #pools = new Map<string, Pool>()
  readonly #ages = new SocketAges()
  readonly #connect = buildConnector({ allowH2: false, timeout: CONNECT_BACKSTOP_MS })

  send(request: Outbound, sink: AnswerSink): Sending {
    const { proxy } = request
    const isTunnelled = proxy !== null && request.origin.startsWith('https:')
    const tunnel = isTunnelled ? proxy : null
    const sent = proxy === null || isTunnelled ? request : askedOfProxy(request, proxy)
    const dispatch = new Dispatch(sent, sink, this.#ages, () => {
      const client = new Client(sent.origin, this.#options(tunnel))
      dispatch.start(client)
      void client.close()
    })
    dispatch.start(this.#pool(sent.origin, tunnel))
    return dispatch
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()))
    this.#pools.clear()
  }

  #pool(origin: string, tunnel: string | null): Pool {
    const name = tunnel === null ? origin : `${origin} ${tunnel}`
    const known = this.#pools.get(name)
    if (known !== undefined) return known
    const pool = new Pool(origin, this.#options(tunnel))
    this.#pools.set(name, pool)
    return pool
  }

  /** `tunnel` is the URL of the proxy that opens one. */
  #options(tunnel: string | null): Client.Options {
    const connect =
      tunnel === null ? this.#connect : tunnelThrough(tunnel, this.#connect, CONNECT_BACKSTOP_MS)
    return {
      allowH2: false,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      connect: this.#ages.watching(connect),
    }
  }
}

/** Tells for an error whether the socket it came from was connected before a given moment. */
class SocketAges {
  #count = 0
  readonly #bornAt = new WeakMap<Error, number>()

  /** A moment: later ones are greater. */
  now(): number {
    return ++this.#count
  }

  isOlder(error: Error, moment: number): boolean {
    return (this.#bornAt.get(error) ?? Infinity) < moment
  }

  watching(connect: buildConnector.connector): buildConnector.connector {
    return (options, callback) => {
      connect(options, (...result) => {
        const bornAt = this.now()
        result[1]?.on('error', (error: Error) => this.#bornAt.set(error, bornAt))
        callback(...result)
      })
    }
  }
}

/** One send, from the first byte to the last; undici's handler on one side, the caller's hold on the other. */
class Dispatch implements Dispatcher.DispatchHandler, Sending {
  readonly #request: Outbound
  readonly #sink: AnswerSink
  readonly #ages: SocketAges
  readonly #repeat: () => void
  #startedAt = 0
  #repeated = false
  #answered = false
  #over = false
  #controller: Dispatcher.DispatchController | null = null

  constructor(request: Outbound, sink: AnswerSink, ages: SocketAges, repeat: () => void) {
    this.#request = request
    this.#sink = sink
    this.#ages = ages
    this.#repeat = repeat
  }

  start(dispatcher: Dispatcher): void {
    this.#startedAt = this.#ages.now()
    dispatcher.dispatch(dispatchOptions(this.#request), this)
  }

  pause(): void {
    this.#controller?.pause()
  }

  resume(): void {
    this.#controller?.resume()
  }

  abort(): void {
    if (this.#over) return
    this.#over = true
    this.#controller?.abort(new Error('given up'))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#over) controller.abort(new Error('given up'))
    else this.#sink.onSent()
  }

  onRequestSent(): void {
    if (!this.#over) this.#sink.onWritten()
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (this.#over || status < 200) return
    this.#answered = true
    this.#sink.onHead(status, headerLines(controller.rawHeaders))
  }

  onResponseData(_controller: Dispatcher.DispatchController, bytes: Buffer): void {
    if (!this.#over) this.#sink.onData(bytes)
  }

  onResponseEnd(): void {
    if (this.#over) return
    this.#over = true
    this.#sink.onEnd()
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return
    const failure = sendFailure(error)
    const stale = failure.reason === 'reset' && !this.#answered && this.#ages.isOlder(error, this.#startedAt)
    if (stale && !this.#repeated && this.#request.body?.kind !== 'passing') {
      this.#repeated = true
      this.#repeat()
      return
    }
    this.#over = true
    this.#sink.onFailure(failure)
  }
}

/** undici frames a body of several chunks by length only where a header says so. */
function dispatchOptions({ body, headers, method, path }: Outbound): Dispatcher.DispatchOptions {
  const isSeveral = body?.kind === 'kept' && body.chunks.length > 1
  const lines = isSeveral ? [...headers, 'content-length', String(body.bytes)] : headers
  const sent = isSeveral || body?.kind === 'passing' ? body.chunks : (body?.chunks[0] ?? null)
  return { path, method, headers: lines, body: sent } as unknown as Dispatcher.DispatchOptions
}

/** `raw` are two dozen small buffers: read as one text, and not one by one, they take half the time. */
function headerLines(raw: unknown): string[] {
  if (!Array.isArray(raw)) return []
  const parts = raw as readonly Buffer[]
  const text = Buffer.concat(parts).toString('latin1')
  let at = 0
  return parts.map(({ length }) => text.slice(at, (at += length)))
}
