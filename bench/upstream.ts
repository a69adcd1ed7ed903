/**
 * Two cheap upstreams. Arguments: port of the one that always answers well, port of the one that is as it is told to be, port
 * where that is told: `POST /MANNER` answers how many requests it has failed so far, once it is so.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AFTER, ALL_EVENTS, BEFORE, pacedDelta, wantedIn, WHOLE, type Wanted } from './message.ts'

import type { Manner } from './started.ts'

/** What is wanted stands in the last bytes. */
const TAIL_BYTES = 200
/** Longer than any pause of the benchmark: whoever keeps a connection finds it open. */
const KEEP_ALIVE_MS = 600_000

/** Each event in a turn of its own, as they come from a model. */
async function stream(response: ServerResponse): Promise<void> {
  for (const event of ALL_EVENTS) {
    response.write(event)
    await new Promise(setImmediate)
  }
  response.end()
}

function pace(response: ServerResponse, { events, everyMs }: Wanted & { readonly kind: 'paced' }): void {
  for (const event of BEFORE) response.write(event)
  let at = 0
  const timer = setInterval(() => {
    if (at < events) response.write(pacedDelta(at++))
    else response.end(Buffer.concat(AFTER))
  }, everyMs)
  response.on('close', () => {
    clearInterval(timer)
  })
}

function answer(response: ServerResponse, wanted: Wanted): void {
  if (wanted.kind === 'whole') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': WHOLE.length }).end(WHOLE)
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  if (wanted.kind === 'paced') pace(response, wanted)
  else void stream(response)
}

const BUSY = JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })

/** Calls `then` with the end of the body once all of it is there. */
function afterBody(request: IncomingMessage, then: (tail: string) => void): void {
  let tail = ''
  request.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - TAIL_BYTES))).slice(-TAIL_BYTES)
  })
  request.on('end', () => {
    then(tail)
  })
}

const good = createServer((request, response) => {
  afterBody(request, (tail) => {
    answer(response, wantedIn(tail))
  })
})

let manner: Manner = 'well'
let failed = 0
const fickle = createServer((request, response) => {
  afterBody(request, (tail) => {
    if (manner !== 'well') failed += 1
    if (manner === 'resetting') request.socket.resetAndDestroy()
    else if (manner === 'busy') response.writeHead(529, { 'content-type': 'application/json' }).end(BUSY)
    else answer(response, wantedIn(tail))
  })
})

const control = createServer((request, response) => {
  void become((request.url ?? '').slice(1) as Manner).then(() => response.end(String(failed)))
})

async function become(next: Manner): Promise<void> {
  if (next === 'refusing' && fickle.listening) {
    fickle.closeAllConnections()
    await new Promise((resolve) => fickle.close(resolve))
  } else if (next !== 'refusing' && !fickle.listening) await listen(fickle, ports[1])
  manner = next
}

async function listen(server: Server, port: string | undefined): Promise<void> {
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.listen({ port: Number(port), host: '127.0.0.1', backlog: 4_096 })
  await once(server, 'listening')
}

const ports = process.argv.slice(2)
for (const [at, server] of [good, fickle, control].entries()) await listen(server, ports[at])
