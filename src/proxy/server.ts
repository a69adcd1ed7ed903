import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError } from '../errors/app-error.ts'
import type { FailureCode } from '../errors/failures.ts'
import type { Control } from '../ports/control.ts'
import { BodyRoom } from './body-room.ts'
import type { ClientAnswer } from './client-answer.ts'
import { arrival, pipeline } from './pipeline.ts'
import type { Parts } from './parts.ts'
import { rawAnswer, respond } from './respond.ts'

/** A proxy that listens. */
export interface RunningProxy {
  readonly host: string
  readonly port: number
  /** Requests without a complete answer. */
  readonly open: number
  /**
   * Stops: refuses new requests, lets open ones finish for up to `ms`, then
   * breaks the rest. Resolves to the number of those that were broken.
   */
  drain(ms: number): Promise<number>
}

/** Claude Code alone sends 2 kB; a company's gateway may add long tokens. */
const MAX_HEADER_BYTES = 64 * 2 ** 10
/** A client that does not finish its headers in this time is cut off. */
const HEADERS_MS = 30_000
/** The same for the whole request: a file that streams through takes as long as the endpoint's line. */
const REQUEST_MS = 3_600_000
/** Longer than clients keep idle connections, so that they and not we close them. */
const KEEP_ALIVE_MS = 90_000

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
  #open = 0
  #isDraining = false
  #onIdle: (() => void) | null = null
  /** The newest answer on each socket. */
  readonly #answers = new WeakMap<Duplex, ClientAnswer>()

  constructor(parts: Parts, control: Control) {
    this.#parts = parts
    this.#control = control
    this.#room = new BodyRoom(parts.settings['body.total'])
    const limits = { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }
    this.#server = createServer({ ...limits, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      this.#serve(request, response)
    })
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      this.#refuseBroken(error, socket)
    })
  }

  listen(): Promise<void> {
    const { 'proxy.host': host, 'proxy.port': port } = this.#parts.settings
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
  }

  get host(): string {
    return this.#parts.settings['proxy.host']
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get open(): number {
    return this.#open
  }

  async drain(ms: number): Promise<number> {
    this.#isDraining = true
    this.#server.close()
    this.#server.closeIdleConnections()
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve
        this.#parts.clock.after(ms, resolve)
      })
    }
    const broken = this.#open
    this.#server.closeAllConnections()
    return broken
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const arrived = arrival(request, response, () => {
      this.#open -= 1
      if (this.#open === 0) this.#onIdle?.()
    })
    this.#open += 1
    this.#answers.set(request.socket, arrived.client)
    if (this.#isDraining) {
      const error = new AppError('draining', 'QCC is stopping and takes no new requests.')
      respond(arrived.client, error, arrived.id, {
        retryAfterS: 2,
        marks: ['x-qcc-request-id', arrived.id, 'connection', 'close'],
      })
      return
    }
    void pipeline(arrived, this.#parts, this.#control, this.#room)
  }

  /** What the parser refuses never becomes a request: it is answered on the bare socket, which is then closed. */
  #refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
    // A second answer in the middle of one under way would be read as part of it.
    if (!socket.writable || error.code === 'ECONNRESET' || this.#answers.get(socket)?.isUnderWay === true) {
      socket.destroy()
      return
    }
    const { code, message } = brokenRequest(error)
    socket.end(rawAnswer(new AppError(code, message)))
  }
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
