import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError } from '../errors/app-error.ts'
import type { FailureCode } from '../errors/failures.ts'
import type { Control } from '../ports/control.ts'
import { BodyRoom } from './body-room.ts'
import type { ClientAnswer } from './client-answer.ts'
import { isControlPath } from './local-routes.ts'
import { OpenAnswers } from './open-answers.ts'
import { arrival, pipeline } from './pipeline.ts'
import type { Parts } from './parts.ts'
import { rawAnswer, respond } from './respond.ts'

/** A proxy that listens. */
export interface RunningProxy {
  readonly host: string
  readonly port: number
  /** Requests taken since the start, those of the control API aside. */
  readonly taken: number
  /** Those of them without a complete answer. */
  readonly open: number
  readonly isDraining: boolean
  /**
   * Refuses new requests from now on, lets open ones finish for up to `ms` and
   * then cuts off the rest. Resolves to the number of those. Called again, it
   * can only be over sooner. The control API goes on answering.
   */
  drain(ms: number): Promise<number>
  /** Lets go of the port and of every connection. */
  close(): Promise<void>
}

/** Claude Code alone sends 2 kB; a company's gateway may add long tokens. */
const MAX_HEADER_BYTES = 64 * 2 ** 10
/** A client that does not finish its headers in this time is cut off. */
const HEADERS_MS = 30_000
/** The same for the whole request: a file that streams through takes as long as the endpoint's line. */
const REQUEST_MS = 3_600_000
/** How long an answer may take to leave a connection that is about to close. */
const LAST_ANSWERS_MS = 1_000
/** Longer than clients keep idle connections, so that they and not we close them. */
const KEEP_ALIVE_MS = 90_000

/** A request that waits for its answer, or for the end of it. */
interface Newest {
  readonly client: ClientAnswer
  readonly request: IncomingMessage
  /** When it came, another one on its socket was not answered yet. */
  readonly isBehind: boolean
  onAnswered: (() => void) | null
}

const LIMITS = {
  // Whatever `NODE_OPTIONS` says.
  insecureHTTPParser: false,
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: HEADERS_MS,
  requestTimeout: REQUEST_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  // Node looks for late clients this often: every 30 s unless told otherwise.
  connectionsCheckingInterval: 1_000,
}

/** Listens on `host` and `port` (0: any free one). Rejects with the socket's own error. */
export async function startProxy(parts: Parts, control: Control): Promise<RunningProxy> {
  const proxy = new HttpProxy(parts, control)
  await proxy.listen()
  return proxy
}

class HttpProxy implements RunningProxy {
  readonly #parts: Parts
  readonly #control: Control
  readonly #room: BodyRoom
  readonly #server: Server
  /** Where it was asked to listen; the settings may say otherwise by now. */
  readonly #address: { readonly host: string; readonly port: number }
  #taken = 0
  /** Answers under way or to come. */
  readonly #open = new OpenAnswers()
  readonly #openControl = new OpenAnswers()
  #isDraining = false
  readonly #drained = Promise.withResolvers<number>()
  #onControlAnswered: (() => void) | null = null
  /** The newest request on each socket that is not answered yet. */
  readonly #newest = new WeakMap<Duplex, Newest>()

  constructor(parts: Parts, control: Control) {
    this.#parts = parts
    this.#control = control
    this.#room = new BodyRoom(parts.clock, () => ({
      totalBytes: parts.settings['body.total'],
      waitMs: parts.settings['body.wait'] * 1_000,
    }))
    this.#address = { host: parts.host, port: parts.settings['proxy.port'] }
    this.#server = createServer(LIMITS, (request, response) => {
      this.#serve(request, response)
    })
    // Node would leave out what comes behind the first thousand or two; `refuseUnsound` says how many are too many.
    this.#server.maxHeadersCount = 0
    this.#server.on('connect', (_request, socket) => {
      this.#refuseTunnel(socket)
    })
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      this.#refuseBroken(error, socket)
    })
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#address, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
  }

  get host(): string {
    return this.#address.host
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get taken(): number {
    return this.#taken
  }

  get open(): number {
    return this.#open.size
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  drain(ms: number): Promise<number> {
    this.#isDraining = true
    this.#server.closeIdleConnections()
    if (this.#open.size === 0) this.#drained.resolve(0)
    this.#parts.clock.after(ms, () => {
      this.#cutOff()
    })
    return this.#drained.promise
  }

  #cutOff(): void {
    const rest = this.#open.all()
    for (const client of rest) client.dismiss()
    this.#drained.resolve(rest.length)
  }

  async close(): Promise<void> {
    this.#isDraining = true
    const closed = new Promise<void>((resolve) =>
      this.#server.close(() => {
        resolve()
      }),
    )
    if (this.#openControl.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onControlAnswered = resolve
        this.#parts.clock.after(LAST_ANSWERS_MS, resolve)
      })
    }
    this.#server.closeAllConnections()
    await closed
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    const arrived = arrival(request, response, () => {
      this.#onClosed(arrived.client, socket)
    })
    const { client, id, path } = arrived
    this.#newest.set(socket, { client, request, isBehind: this.#newest.has(socket), onAnswered: null })
    const isControl = isControlPath(path)
    if (this.#isDraining && !isControl) {
      const error = new AppError('draining', 'QCC is stopping and takes no new requests.')
      const marks = ['x-qcc-request-id', id, 'connection', 'close']
      respond(client, error, id, { retryAfterS: 2, marks })
      return
    }
    if (isControl) this.#openControl.add(client)
    else {
      this.#taken += 1
      this.#open.add(client)
    }
    void pipeline(arrived, this.#parts, this.#control, this.#room)
  }

  #onClosed(client: ClientAnswer, socket: Duplex): void {
    const newest = this.#newest.get(socket)
    if (newest?.client === client) {
      this.#newest.delete(socket)
      newest.onAnswered?.()
    }
    this.#openControl.delete(client)
    this.#open.delete(client)
    if (this.#isDraining && this.#open.size === 0) this.#drained.resolve(0)
    if (this.#openControl.size === 0) this.#onControlAnswered?.()
  }

  /** Left alone, Node would close the connection without a word. */
  #refuseTunnel(socket: Duplex): void {
    const why = 'QCC is no HTTP proxy. Use it as ANTHROPIC_BASE_URL, not as HTTPS_PROXY.'
    // Nobody else looks after this socket any more.
    socket.on('error', () => undefined).resume()
    socket.end(rawAnswer(new AppError('bad-request', why)))
    this.#parts.clock.after(LAST_ANSWERS_MS, () => socket.destroy())
  }

  /** What the parser refuses never becomes a request: it is answered on the bare socket, which is then closed. */
  #refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
    const newest = this.#newest.get(socket)
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy()
    } else if (newest?.request.complete === true) {
      // What is broken came behind it, and would be taken for its answer.
      newest.onAnswered = () => {
        if (socket.writable) socket.end(refusalOf(error))
      }
    } else if (newest !== undefined && (newest.client.isBegun || newest.isBehind)) {
      // An answer in the middle of another one would be read as part of it.
      socket.destroy()
    } else {
      socket.end(refusalOf(error))
    }
  }
}

function refusalOf(error: NodeJS.ErrnoException): string {
  const { code, message } = brokenRequest(error)
  return rawAnswer(new AppError(code, message))
}

function brokenRequest(error: NodeJS.ErrnoException): {
  readonly code: FailureCode
  readonly message: string
} {
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    const message = `The request's headers are larger than ${String(MAX_HEADER_BYTES)} bytes.`
    return { code: 'headers-too-large', message }
  }
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return { code: 'request-too-slow', message: 'The request did not arrive in time.' }
  }
  return { code: 'bad-request', message: `The request is not sound HTTP: ${error.message}` }
}
