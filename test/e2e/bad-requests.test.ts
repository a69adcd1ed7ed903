import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { errorOf, send, sendMessage, sendRaw } from '../support/http.ts'
import { eventually, startRig, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const HEAD = 'POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\n'

test('a body over the cap is refused with 413, announced or not, and no endpoint hears of it', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up], { 'body.max': 1_000 })
  const body = 'x'.repeat(1_001)
  const announced = await send(`${url}/v1/messages`, { body, headers: { 'content-length': '1001' } })
  const chunked = await send(`${url}/v1/messages`, { body, headers: { 'transfer-encoding': 'chunked' } })
  for (const answer of [announced, chunked]) {
    expect(answer.status).toBe(413)
    expect(errorOf(answer).type).toBe('request_too_large')
  }
  expect(up.seen).toHaveLength(0)
})

test('a body just at the cap is served', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up], { 'body.max': 1_000 })
  const body = `{"model":"m","messages":[]}${' '.repeat(1_000 - 27)}`
  const answer = await send(`${url}/v1/messages`, { body })
  expect(answer.status).toBe(200)
  expect(up.seen[0]?.body).toHaveLength(1_000)
})

test('bodies beyond the room for all of them wait their turn, and every one is served', async () => {
  const up = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 20 } }])
  const { proxy, url } = await startRig([up], { 'body.total': 250_000 })
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, up.open)), 1)
  const body = JSON.stringify({ model: 'm', messages: [], padding: 'x'.repeat(100_000) })
  const answers = await Promise.all(Array.from({ length: 12 }, () => send(`${url}/v1/messages`, { body })))
  clearInterval(watch)
  expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(200))
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(2)
  await eventually('no request is open', () => proxy.open === 0)
})

test('a client that leaves while it waits for room takes none', async () => {
  const up = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 150 } }])
  const { proxy, url } = await startRig([up], { 'body.total': 1_000 })
  const body = `{"model":"m","messages":[]}${' '.repeat(900)}`
  const first = send(`${url}/v1/messages`, { body })
  await eventually('the first is being served', () => up.open === 1)
  const leaving = request(`${url}/v1/messages`, { method: 'POST', agent: false }).on('error', () => undefined)
  leaving.end(body)
  await eventually('both are there', () => proxy.open === 2)
  leaving.destroy()
  await first
  expect((await send(`${url}/v1/messages`, { body })).status).toBe(200)
  expect(up.seen).toHaveLength(2)
})

test.each(['{"model":', 'not json at all', '[1,2]', '"text"', '{"stream":tru', '\u0000\u0001'])(
  'a malformed body (%j) passes as it is: judging it is the endpoint’s business',
  async (body) => {
    const up = await upstream('one', [{ do: 'status', status: 400, message: 'not JSON' }])
    const spare = await upstream('two', [GOOD])
    const { url } = await startRig([up, spare])
    const answer = await send(`${url}/v1/messages`, { body })
    expect(answer.status).toBe(400)
    expect(errorOf(answer).message).toBe('not JSON')
    expect(up.seen[0]?.body.toString()).toBe(body)
    expect(spare.seen).toHaveLength(0)
  },
)

test('headers over the limit are answered 431', async () => {
  const { proxy } = await startRig([])
  const answer = await sendRaw(proxy.port, `${HEAD}x-big: ${'x'.repeat(70_000)}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
  expect(envelopeIn(answer)).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } })
})

test('a client that takes QCC for an HTTP proxy is told that it is none, and holds up no stop', async () => {
  const up = await upstream('one', [GOOD])
  const { composed, proxy } = await startRig([up])
  const connects = 'CONNECT api.anthropic.com:443 HTTP/1.1\r\nhost: api.anthropic.com:443\r\n\r\n'
  const answer = await sendRaw(proxy.port, connects)
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(envelopeIn(answer)).toMatchObject({
    type: 'error',
    error: { type: 'invalid_request_error', message: expect.stringMatching(/ANTHROPIC_BASE_URL/) as string },
  })
  // One that never closes its side, and one that breaks off at once.
  const lasting = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }).on(
    'error',
    () => undefined,
  )
  lasting.write(connects)
  await once(lasting, 'data')
  const broken = connect(proxy.port, '127.0.0.1').on('error', () => undefined)
  broken.write(connects, () => broken.resetAndDestroy())
  expect((await sendMessage(`http://127.0.0.1:${String(proxy.port)}`)).status).toBe(200)
  await composed.close()
  lasting.destroy()
})

/** The body of an answer as it came over the socket, which must be JSON and as long as it says. */
function envelopeIn(answer: string): unknown {
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(/^content-type: application\/json$/m)
  expect(head).toContain(`content-length: ${String(Buffer.byteLength(body))}\r\n`)
  return JSON.parse(body)
}

test('without an endpoint the answer says so, in the envelope and with the request’s id', async () => {
  const { url } = await startRig([])
  const answer = await sendMessage(url)
  expect(answer.status).toBe(503)
  expect(answer.headers['x-should-retry']).toBe('false')
  expect(answer.headers['x-qcc-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(errorOf(answer).message).toMatch(/no endpoint/)
})

test('a stream under way holds no room for its request any more', async () => {
  const up = await upstream('one', [{ do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } }, GOOD])
  const { url } = await startRig([up], { 'body.total': 150_000 })
  const body = JSON.stringify({ model: 'm', messages: ['x'.repeat(140_000)], stream: true })
  const open = request(`${url}/v1/messages`, { method: 'POST', agent: false }).on('error', () => undefined)
  const begun = once(open, 'response')
  open.end(body)
  await begun
  expect((await send(`${url}/v1/messages`, { body })).status).toBe(200)
  open.destroy()
})
