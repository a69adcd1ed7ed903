/**
 * The scripted upstream: a real server on loopback that speaks the Messages API
 * and, on a script, misbehaves at every phase of an answer. Each request for a
 * message takes the next act. The other paths have their usual answers.
 *
 * The TCP server is ours and hands its sockets to the HTTP server, because some
 * acts are played before there is a request.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Act, Cut } from './act.ts'
import { startChoice } from './choice.ts'
import type { ChoiceOptions } from './choice.ts'
import { startExchange } from './exchange.ts'
import type { SeenRequest } from './exchange.ts'
import { startListener } from './listener.ts'
import { perform } from './perform.ts'
import { readQuestion } from './question.ts'
import { cutSocket, setHeaders } from './scene.ts'
import { startScript } from './script.ts'

export type { SeenRequest } from './exchange.ts'

export interface UpstreamOptions extends ChoiceOptions {
  /** Names the upstream in its answers. */
  readonly name?: string
  /** A free one unless given. */
  readonly port?: number
  readonly acts?: readonly Act[]
  /** How many requests `seen` keeps; the oldest go first. All unless given. */
  readonly remember?: number
}

export interface Upstream {
  readonly name: string
  /** The same across `down` and `up`. */
  readonly url: string
  /** Every request in order of arrival, also on other paths; none that broke at `accept`. */
  readonly seen: readonly SeenRequest[]
  /** Requests in flight now. */
  readonly open: number
  /** Connections accepted so far. */
  readonly connections: number
  /** Replaces the script: requests for messages take the acts in order, the last one repeats for ever. */
  play(...acts: Act[]): void
  /** Connections are refused from now on, and those there are destroyed. */
  down(): Promise<void>
  /** Listens again at the same port. */
  up(): Promise<void>
  close(): Promise<void>
}

/** Starts an upstream; without acts, all its answers are good. */
export async function startUpstream(options: UpstreamOptions): Promise<Upstream> {
  const { clock, name = 'upstream', remember = Infinity } = options
  const script = startScript(options.acts ?? [])
  const numbers = new WeakMap<Socket, number>()
  const seen: SeenRequest[] = []
  let count = 0
  let open = 0

  const http = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    readAll(request, (body) => {
      answer(request, response, body)
    })
  })
  const listener = await startListener(options.port ?? 0, (socket, connection) => {
    numbers.set(socket, connection)
    const next = script.peek()
    if (next.do !== 'serve' || next.breakAt?.phase !== 'accept') http.emit('connection', socket)
    else {
      script.take()
      turnAway(socket, next.breakAt.how)
    }
  })
  const mark = `lab_${listener.port}`
  const choose = startChoice(options, script, mark)

  function answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const connection = numbers.get(request.socket) ?? 0
    const exchange = startExchange({ request, response, body, connection, clock, upstream: listener })
    seen.push(exchange.seen)
    if (seen.length > remember) seen.shift()
    count += 1
    open += 1
    response.on('close', () => (open -= 1))

    const question = readQuestion(body)
    const { act, headers } = choose(exchange.seen, question)
    const { model, streams, text: asked } = question ?? { model: '', streams: false, text: '' }
    const requestId = `req_${mark}_${count}`
    const messageId = `msg_${mark}_${count}`
    const occasion = { upstream: name, messageId, model, asked, requestBytes: body.length }
    setHeaders(response, { 'request-id': requestId, ...headers })
    void perform(act, { ...exchange, clock, response, requestId, streams, occasion })
  }

  return {
    name,
    url: `http://127.0.0.1:${listener.port}`,
    seen,
    get open() {
      return open
    },
    get connections() {
      return listener.connections
    },
    play: (...acts) => {
      script.play(acts)
    },
    down: listener.down,
    up: listener.up,
    close: listener.down,
  }
}

function readAll(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    done(Buffer.concat(chunks))
  })
}

/** Nothing is answered; what arrives is swallowed, because unread bytes would turn an orderly end into a reset. */
function turnAway(socket: Socket, how: Cut): void {
  socket.resume()
  socket.on('end', () => socket.destroy())
  cutSocket(socket, how)
}
