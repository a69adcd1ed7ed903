import { once } from 'node:events'
import { createServer, request, type ClientRequest, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { SETTINGS } from '../../src/settings/schema.ts'
import { errorOf, send, sendMessage, type Answer } from '../support/http.ts'
import { eventually, startRig, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const SMALL = '{"model":"m","messages":[]}'

/** Announces a body and sends the beginning of it. */
function stalled(url: string, bytes: number, path = '/v1/messages', headers = {}): ClientRequest {
  const options = { method: 'POST', agent: false as const, headers: { ...headers, 'content-length': bytes } }
  const asking = request(url + path, options).on('error', () => undefined)
  onTestFinished(() => void asking.destroy())
  asking.write('{')
  return asking
}

async function answerTo(asking: ClientRequest): Promise<Answer> {
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const chunks = (await answer.toArray()) as Buffer[]
  const { complete: isComplete, headers, statusCode: status = 0 } = answer
  return { status, headers, body: Buffer.concat(chunks), isComplete }
}

test('clients that announce large bodies and stall are cut, and whoever waits behind them is served', async () => {
  const up = await upstream('one', [GOOD])
  const { events, proxy, url } = await startRig([up], { 'body.total': 8_000, 'body.idle': 0.3 })
  const stallers = Array.from({ length: 8 }, () => stalled(url, 1_000))
  const answers = stallers.map(answerTo)
  await eventually('all of them are there', () => proxy.open === 8)
  expect((await send(`${url}/v1/messages`, { body: SMALL })).status).toBe(200)
  for (const { body, headers, status } of await Promise.all(answers)) {
    expect([status, headers['content-type'], headers.connection]).toEqual([408, 'application/json', 'close'])
    expect(JSON.parse(body.toString())).toMatchObject({
      type: 'error',
      error: { type: 'timeout_error', message: expect.stringMatching(/\d s.*body\.idle/) as string },
      request_id: headers['x-qcc-request-id'],
    })
  }
  await eventually('nothing is open', () => proxy.open === 0)
  expect(events.filter(({ event }) => event === 'attempt')).toHaveLength(1)
})

test('a body that comes slowly but steadily is no stalled one', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up], { 'body.idle': 0.3, 'body.rate': 1 })
  const asking = stalled(url, 10)
  const answered = once(asking, 'response') as Promise<[IncomingMessage]>
  for (let sent = 1; sent < 10; sent++) {
    await new Promise((resolve) => setTimeout(resolve, 60))
    asking.write('x')
  }
  await answered
  expect(up.seen[0]?.body.toString()).toBe('{xxxxxxxxx')
})

/** Sends a byte now and then until its answer comes. */
async function dribbled(asking: ClientRequest): Promise<Answer> {
  const ticking = setInterval(() => asking.write('x'), 20)
  try {
    return await answerTo(asking)
  } finally {
    clearInterval(ticking)
  }
}

test.each([
  ['body that is kept', '/v1/messages'],
  ['upload', '/v1/files'],
])('a client that sends a byte of a %s now and then is cut', async (_what, path) => {
  const up = await upstream('one', [GOOD])
  const { engine, events, proxy, url } = await startRig([up], { 'body.idle': 0.2, 'body.rate': 1_000 })
  const answer = await dribbled(stalled(url, 100_000, path))
  expect([answer.status, answer.headers.connection, errorOf(answer)]).toEqual([
    ...[408, 'close'],
    { type: 'timeout_error', message: expect.stringMatching(/1000 bytes a second.*body\.rate/) as string },
  ])
  await eventually('nothing is open', () => proxy.open === 0 && engine.inFlight === 0)
  await eventually('it is written down', () => events.at(-1)?.event === 'answer')
  expect(events.at(-1)).toMatchObject({ event: 'answer', ending: 'refused', status: 408 })
})

test('an upload whose client stalls is cut, and its endpoint let go without blame', async () => {
  const up = await upstream('one', [GOOD])
  const { engine, events, url } = await startRig([up], { 'body.idle': 0.2 })
  const answer = await answerTo(stalled(url, 1_000, '/v1/files'))
  expect([answer.status, answer.headers.connection, errorOf(answer)]).toEqual([
    ...[408, 'close'],
    { type: 'timeout_error', message: expect.stringMatching(/\d s.*body\.idle/) as string },
  ])
  await eventually('its slot is free', () => engine.inFlight === 0)
  await eventually('it is written down', () => events.length === 2)
  expect(events).toMatchObject([
    { event: 'attempt', outcome: 'cancelled', progress: 'sent' },
    { event: 'answer', ending: 'refused', status: 408, attempts: 1 },
  ])
})

test("an upload that its endpoint takes slowly is not its client's fault", async () => {
  const server = createServer((asked, response) => {
    setTimeout(() => asked.resume().on('end', () => response.end('{}')), 1_000)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const { url } = await startRig([{ name: 'one', url: `http://127.0.0.1:${String(port)}` }], {
    ...{ 'body.idle': 0.6, 'body.rate': 2 ** 20 },
  })
  const answer = await send(`${url}/v1/files`, { body: Buffer.alloc(16 * 2 ** 20) })
  expect(answer.status).toBe(200)
})

test('an upload whose endpoint answers early does not block its connection', async () => {
  const up = createServer((asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"early":true}')
    asked.resume()
  }).listen(0, '127.0.0.1')
  await once(up, 'listening')
  onTestFinished(() => {
    up.closeAllConnections()
    up.close()
  })
  const { port } = up.address() as AddressInfo
  const { proxy } = await startRig([{ name: 'one', url: `http://127.0.0.1:${String(port)}` }])
  const socket = connect(proxy.port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let got = ''
  socket.on('data', (bytes) => (got += bytes.toString()))
  const bytes = 8 * 2 ** 20
  socket.write(`POST /v1/files HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${String(bytes)}\r\n\r\nx`)
  await eventually('it is answered early', () => got.includes('early'))
  socket.write(Buffer.alloc(bytes - 1, 'x'))
  socket.write('HEAD / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  await eventually('the next request is answered', () => got.split('HTTP/1.1 200').length === 3)
})

test('a client that closes its side is gone, whether its request is whole or not', async () => {
  const up = await upstream('one', [GOOD])
  const { engine, events, proxy } = await startRig([up])
  const ask = (bytes: number): Promise<string> => {
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true })
    onTestFinished(() => void socket.destroy())
    socket.end(
      `POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${String(bytes)}\r\n\r\n${SMALL}`,
    )
    return text(socket)
  }
  expect(await Promise.all([ask(SMALL.length), ask(1_000)])).toEqual(['', expect.not.stringContaining('200')])
  await eventually('both are over', () => proxy.open === 0 && engine.inFlight === 0)
  const endings = events.flatMap((one) => (one.event === 'answer' ? [one.ending] : []))
  expect(endings).toEqual(['cancelled', 'cancelled'])
})

test('waiting for room has an end: then the client is told when to come back', async () => {
  const up = await upstream('one', [{ do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } }])
  const { events, url } = await startRig([up], { 'body.total': 100, 'body.wait': 0.2 })
  const holding = request(`${url}/v1/messages`, { method: 'POST', agent: false }).on('error', () => undefined)
  holding.end(SMALL.padEnd(90))
  await eventually('the room is taken', () => up.open === 1)
  const answer = await send(`${url}/v1/messages`, { body: SMALL })
  expect([answer.status, answer.headers['retry-after'], errorOf(answer)]).toEqual([
    503,
    '5',
    { type: 'api_error', message: expect.stringMatching(/within 0\.2 s.*body\.total/) as string },
  ])
  expect(events.at(-1)).toMatchObject({ ending: 'refused', status: 503, attempts: 0 })
  expect(up.seen).toHaveLength(1)
  holding.destroy()
})

test('the control API waits for no body either', async () => {
  const { composed, proxy, url } = await startRig([], { 'body.idle': 0.1 })
  const headers = { authorization: `Bearer ${composed.token}` }
  const [answer] = (await once(stalled(url, 20, '/_qcc/api/v1/stop', headers), 'response')) as [
    IncomingMessage,
  ]
  expect([answer.statusCode, proxy.isDraining]).toEqual([408, false])
})

test('what is kept is bounded from the start, and 20 MB are within it', async () => {
  const MiB = 2 ** 20
  expect([SETTINGS['body.max'].default, SETTINGS['body.total'].default]).toEqual([64 * MiB, 512 * MiB])
  const up = await upstream('one', [{ do: 'status', status: 500 }])
  const spare = await upstream('two', [GOOD])
  const { url } = await startRig([up, spare])
  const answer = await sendMessage(url, { padding: 'x'.repeat(20e6) })
  expect([answer.status, spare.seen[0]?.body.length]).toEqual([200, up.seen[0]?.body.length])
  expect(up.seen[0]?.body.length).toBeGreaterThan(20e6)
})
