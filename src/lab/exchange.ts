import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../ports/clock.ts'

/** A request as it reached the upstream. */
export interface SeenRequest {
  readonly at: number
  readonly method: string
  /** With its query. */
  readonly path: string
  /** As they were sent, in order. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
  /** The number of its connection, from 1. */
  readonly connection: number
  /** When the client left before its answer was complete, else null. */
  readonly closedEarlyAt: () => number | null
  /** `complete` once all of the act was played, a break on purpose included; `aborted` if the connection closed before. */
  readonly finished: Promise<'complete' | 'aborted'>
}

/** A request in flight. */
export interface Exchange {
  readonly seen: SeenRequest
  /** Aborts when nothing more can be sent: the client has left, or the answer is through. */
  readonly gone: AbortSignal
  /** To be called once all that was to be played has been, before the connection is cut on purpose. */
  readonly complete: () => void
}

interface Arrival {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
  readonly connection: number
  readonly clock: Clock
  /** While it is not listening, connections close by its doing and not by the client's. */
  readonly upstream: { readonly listening: boolean }
}

/** Watches over one request and its answer. */
export function startExchange(arrival: Arrival): Exchange {
  const { request, response, clock } = arrival
  const { promise: finished, resolve } = Promise.withResolvers<'complete' | 'aborted'>()
  const gone = new AbortController()
  let isComplete = false
  let closedEarlyAt: number | null = null
  response.on('close', () => {
    if (!isComplete && arrival.upstream.listening) closedEarlyAt = clock.now()
    resolve('aborted')
    gone.abort()
  })
  const seen: SeenRequest = {
    at: clock.now(),
    method: request.method ?? '',
    path: request.url ?? '',
    headers: pairs(request.rawHeaders),
    body: arrival.body,
    connection: arrival.connection,
    closedEarlyAt: () => closedEarlyAt,
    finished,
  }
  const complete = (): void => {
    isComplete = true
    resolve('complete')
  }
  return { seen, gone: gone.signal, complete }
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? '', raw[2 * at + 1] ?? ''])
}
