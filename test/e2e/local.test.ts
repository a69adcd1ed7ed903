import { expect, test } from 'vitest'
import { errorOf, send, sendMessage } from '../support/http.ts'
import { eventually, startRig, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const

test.each([
  ['HEAD', '/'],
  ['HEAD', '/api/hello'],
  ['GET', '/api/hello'],
])('%s %s is answered here', async (method, path) => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const answer = await send(url + path, { method })
  expect([answer.status, answer.isComplete]).toEqual([200, true])
  expect(up.seen).toHaveLength(0)
})

test('the proxy says who it is, and has nothing else under /_qcc/', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const identity = await send(`${url}/_qcc/api/v1/identity`, { method: 'GET' })
  expect(JSON.parse(identity.body.toString())).toMatchObject({ product: 'qcc', pid: process.pid })
  const nothing = await send(`${url}/_qcc/api/v1/nothing`, { method: 'GET' })
  expect([nothing.status, errorOf(nothing).type]).toEqual([404, 'not_found_error'])
  expect(up.seen).toHaveLength(0)
})

test.each([
  [{ host: 'evil.example:7860' }],
  [{ host: '169.254.1.1' }],
  [{ origin: 'https://evil.example' }],
  [{ origin: 'null' }],
])('a request that came from elsewhere (%j) is refused', async (headers) => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const answer = await send(`${url}/v1/messages`, { headers, body: '{}' })
  expect([answer.status, errorOf(answer).type]).toEqual([403, 'permission_error'])
  expect(up.seen).toHaveLength(0)
})

test.each([[{ host: 'localhost:7860' }], [{ host: '[::1]:7860' }], [{ origin: 'http://localhost:3000' }]])(
  'a request of this machine (%j) is served',
  async (headers) => {
    const up = await upstream('one', [GOOD])
    const { url } = await startRig([up])
    const answer = await send(`${url}/v1/messages`, { headers, body: '{"model":"m","messages":[]}' })
    expect(answer.status).toBe(200)
  },
)

test('while draining, open streams finish, new requests are told to come back, and then the port is free', async () => {
  const up = await upstream('one', [{ do: 'serve', manner: { everyMs: 20 } }])
  const { proxy, url } = await startRig([up])
  const open = sendMessage(url)
  await eventually('the stream is open', () => up.open === 1)
  const drained = proxy.drain(5_000)
  await expect(send(url, { method: 'HEAD' })).rejects.toThrow('ECONNREFUSED')
  const answer = await open
  expect(answer.isComplete).toBe(true)
  expect(answer.body.toString()).toContain('message_stop')
  expect(await drained).toBe(0)
})

test('a stream that does not finish in the time for draining is cut off, not ended', async () => {
  const up = await upstream('one', [{ do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } }])
  const { proxy, engine, url } = await startRig([up])
  const open = sendMessage(url)
  await eventually('the stream is open', () => up.open === 1)
  expect(await proxy.drain(50)).toBe(1)
  expect((await open).isComplete).toBe(false)
  await eventually('the endpoint was let go', () => up.open === 0 && engine.inFlight === 0)
})
