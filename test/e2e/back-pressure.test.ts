import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { eventually, SHORT_TIMERS, startRig } from '../support/rig.ts'

const EVENTS = 1_000
const TEXT = 'x'.repeat(64 * 1024)
const event = (type: string, rest: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`
const DELTA = Buffer.from(
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: TEXT } }),
)
const END =
  event('content_block_stop') +
  event('message_delta', { delta: { stop_reason: 'end_turn' } }) +
  event('message_stop')
const TOTAL = EVENTS * DELTA.length

/** How much may wait between the endpoint and a client that does not read: sockets, streams, and the proxy. */
const MAY_WAIT = 16 * 2 ** 20

/** An endpoint with 64 MB to say, that counts what it got rid of. */
async function talkative(): Promise<{
  readonly name: string
  readonly url: string
  readonly said: () => number
  /** Answers that are under way. */
  readonly open: () => number
}> {
  let said = 0
  let open = 0
  const talk = async (_request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(event('message_start', { message: {} }) + event('content_block_start', { index: 0 }))
    for (let i = 0; i < EVENTS; i++) {
      if (!response.write(DELTA)) await once(response, 'drain')
      said += DELTA.length
    }
    response.end(END)
  }
  const server = createServer((asked, response) => {
    open += 1
    response.on('close', () => (open -= 1))
    asked.resume()
    void talk(asked, response).catch(() => undefined)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return { name: 'one', url, said: () => said, open: () => open }
}

/** Resolves when the endpoint says no more, because nobody takes it. */
async function heldUp({ said }: { readonly said: () => number }): Promise<void> {
  await eventually('the endpoint has begun', () => said() > 0)
  let before = -1
  while (said() > before) {
    before = said()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test('a client that stops reading stops the endpoint, and gets everything once it goes on', async () => {
  const up = await talkative()
  const { url } = await startRig([up])
  const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false })
  asking.end('{"model":"m","messages":[],"stream":true}')
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]

  await heldUp(up)
  expect(up.said()).toBeLessThan(MAY_WAIT)

  let got = 0
  for await (const chunk of answer) got += (chunk as Buffer).length
  expect(answer.complete).toBe(true)
  expect(got).toBeGreaterThan(TOTAL)
})

test('a client that leaves while the endpoint waits for it lets that go at once', async () => {
  const up = await talkative()
  const { engine, events, url } = await startRig([up])
  const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false }).on('error', () => undefined)
  asking.end('{"model":"m","messages":[],"stream":true}')
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  await heldUp(up)
  expect([up.open(), up.said() < TOTAL]).toEqual([1, true])
  const leftAt = Date.now()
  answer.on('error', () => undefined).destroy()
  await eventually('the endpoint was let go', () => up.open() === 0)
  expect(Date.now() - leftAt).toBeLessThan(200)
  await eventually('the slot is free', () => engine.inFlight === 0)
  await eventually('the request is written down', () => events.length === 3)
  expect(events).toMatchObject([
    { event: 'commit' },
    { event: 'attempt', outcome: 'cancelled', progress: 'committed' },
    { event: 'answer', ending: 'cancelled' },
  ])
})

test('a client that pauses for longer than an endpoint may be silent is not taken for a silent endpoint', async () => {
  const up = await talkative()
  const { url } = await startRig([up], SHORT_TIMERS)
  const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false })
  asking.end('{"model":"m","messages":[],"stream":true}')
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  answer.resume()
  await once(answer, 'end')
  expect(answer.complete).toBe(true)
})

test('a packed answer that unpacks to much more does not outgrow a client that stops reading', async () => {
  const packed = gzipSync(
    Buffer.concat([Buffer.from(event('message_start')), ...Array<Buffer>(EVENTS).fill(DELTA)]),
  )
  const server = createServer((asked, response) => {
    asked.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' })
      response.end(packed)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { url } = await startRig([
    { name: 'one', url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` },
  ])
  const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false })
  asking.on('error', () => undefined).end('{"model":"m","messages":[],"stream":true}')
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  answer.on('error', () => undefined)

  const atStart = process.memoryUsage().arrayBuffers
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(process.memoryUsage().arrayBuffers - atStart).toBeLessThan(MAY_WAIT)
  answer.destroy()
})
