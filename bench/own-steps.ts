// What QCC does of its own for a request of 1 KB: the composed proxy with its log and its history on the disk, and stubs for
// both sockets. Load generator, upstream and kernel are left out, so that less than a microsecond can be told on a busy machine.
// Run by hand: node --max-semi-space-size=16 bench/own-steps.ts, also with --cpu-prof.
import { EventEmitter } from 'node:events'
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { keepHistory } from '../src/app/keep-history.ts'
import { openLogFile } from '../src/app/log-file.ts'
import { roomyHeap } from '../src/app/roomy-heap.ts'
import { systemClock } from '../src/app/system-clock.ts'
import type { AnswerSink, Sender } from '../src/ports/sender.ts'
import { createRedactor } from '../src/secrets/redactor.ts'
import { resolveSettings } from '../src/settings/resolve.ts'
import { openHistory } from '../src/store/open-history.ts'
import { quantile } from './statistics.ts'

const AT_ONCE = 16
const ROUNDS = 40
const REQUESTS = 2_000
const WARM_UP_ROUNDS = 8

// The proxy's server listens, and nobody connects: what it would be told of requests is taken from it.
const heard: { listener: RequestListener } = { listener: () => undefined }
const { createServer } = http
Object.assign(http, {
  createServer: (options: http.ServerOptions, listener: RequestListener) => {
    heard.listener = listener
    return createServer(options, listener)
  },
})
syncBuiltinESMExports()
const { composeProxy } = await import('../src/app/compose-proxy.ts')

const LINE = 'const name = "value" // a line as it stands in a file\n'
const QUESTION = Buffer.from(
  JSON.stringify({
    model: 'claude-opus-5-5',
    messages: [{ role: 'user', content: LINE.repeat(18) }],
    max_tokens: 64,
  }),
)
const ANSWER = Buffer.from(
  JSON.stringify({
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-5-5' },
    ...{ content: [{ type: 'text', text: 'x'.repeat(700) }], stop_reason: 'end_turn', stop_sequence: null },
    usage: { input_tokens: 300, output_tokens: 12 },
  }),
)
const ANSWER_HEADERS = [
  ...['content-type', 'application/json', 'request-id', 'req_1'],
  ...['content-length', String(ANSWER.length), 'connection', 'keep-alive'],
]
const QUESTION_HEADERS = [
  ...['content-type', 'application/json', 'anthropic-version', '2023-06-01', 'user-agent', 'bench'],
  ...['x-api-key', 'proxy-managed', 'x-claude-code-session-id', '39a454a6-6b5a-46af-8391-69c2bfd0d4b4'],
  ...['content-length', String(QUESTION.length), 'host', '127.0.0.1:1', 'connection', 'keep-alive'],
]
/** As a parser makes them: texts of their own each time. */
const parsed = (lines: readonly string[]): string[] =>
  lines.map((line) => Buffer.from(line, 'latin1').toString('latin1'))
const SOCKET = { remoteAddress: '127.0.0.1', localAddress: '127.0.0.1', writable: true }

class StubRequest extends EventEmitter {
  readonly method = 'POST'
  readonly url = '/v1/messages?beta=true'
  readonly httpVersion = '1.1'
  readonly complete = true
  readonly readableLength = QUESTION.length
  readonly socket = SOCKET
  readonly rawHeaders = parsed(QUESTION_HEADERS)
  readonly headers = Object.fromEntries(
    this.rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, this.rawHeaders[at + 1]]] : [])),
  )
  read = (): Buffer => Buffer.from(QUESTION)
  resume = (): this => this
}

class StubResponse {
  readonly socket = SOCKET
  readonly writableNeedDrain = false
  sendDate = true
  headersSent = false
  writableEnded = false
  readonly #onDone: () => void
  #onClose: () => void = () => undefined

  constructor(onDone: () => void) {
    this.#onDone = onDone
  }

  on(name: string, run: () => void): this {
    if (name === 'close') this.#onClose = run
    return this
  }

  writeHead(status: number): this {
    if (status !== 200) throw new Error(`answered ${String(status)}`)
    this.headersSent = true
    return this
  }

  end(): void {
    this.writableEnded = true
    setImmediate(() => {
      this.#onClose()
      this.#onDone()
    })
  }
}

const sender: Sender = {
  send: (_request, sink) => {
    answered(sink)
    return { pause: () => undefined, resume: () => undefined, abort: () => undefined }
  },
  close: async () => undefined,
}

function answered(sink: AnswerSink): void {
  sink.onSent()
  process.nextTick(() => {
    sink.onWritten()
  })
  setImmediate(() => {
    sink.onHead(200, parsed(ANSWER_HEADERS))
    sink.onData(Buffer.from(ANSWER))
    sink.onEnd()
  })
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void

/** The stubs alone, to be taken off. */
const withoutProxy: Serve = (request, response) => {
  request.read()
  answered({
    onSent: () => undefined,
    onWritten: () => undefined,
    onHead: () => response.writeHead(200),
    onData: () => undefined,
    onEnd: () => response.end(),
    onFailure: () => undefined,
  })
}

/** Microseconds of CPU a request, of all threads. */
async function cost(serve: Serve): Promise<number> {
  const before = process.cpuUsage()
  await new Promise<void>((resolve) => {
    const left = { toBegin: REQUESTS, toEnd: REQUESTS }
    const next = (): void => {
      if (left.toBegin-- <= 0) return
      const response = new StubResponse(() => {
        if (--left.toEnd === 0) resolve()
        else next()
      })
      serve(new StubRequest() as unknown as IncomingMessage, response as unknown as ServerResponse)
    }
    for (let i = 0; i < AT_ONCE; i++) next()
  })
  const { system, user } = process.cpuUsage(before)
  return (system + user) / REQUESTS
}

roomyHeap()
const home = mkdtempSync(path.join(tmpdir(), 'qcc-own-steps-'))
const settings = resolveSettings({})
const onFault = (why: string): never => {
  throw new Error(why)
}
const around = { settings: () => settings, clock: systemClock, onFault }
const historyFile = path.join(home, 'history.db')
const log = openLogFile({ ...around, folder: home, redactor: createRedactor() })
const endpoint = { id: '00000001', name: 'bench', baseUrl: 'http://127.0.0.1:1', auth: 'x-api-key' } as const
const proxy = await composeProxy({
  configuration: {
    number: 1,
    document: {
      profiles: [
        {
          name: 'bench',
          endpoints: [{ ...endpoint, credential: 'env:BENCH_KEY', weight: 1, enabled: true }],
        },
      ],
      settings: {},
    },
  },
  forThisRun: { env: {}, flags: { 'proxy.port': 0 }, profile: null },
  vault: { resolve: () => 'made-up-key' },
  history: keepHistory({ ...around, open: () => openHistory(historyFile), file: historyFile }),
  ...{ log, sender },
})
const withProxy: Serve = (request, response) => {
  heard.listener(request, response)
}
const all: number[] = []
const stubs: number[] = []
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
  const costs = [await cost(withProxy), await cost(withoutProxy)] as const
  if (round < 0) continue
  all.push(costs[0])
  stubs.push(costs[1])
}
const own = (share: number): string => (quantile(all, share) - quantile(stubs, share)).toFixed(1)
process.stdout.write(
  `${own(0.1)} µs a request in the best tenth of the rounds, ${own(0.5)} µs at the median\n`,
)
await proxy.close()
log.close()
rmSync(home, { recursive: true })
