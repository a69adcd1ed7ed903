import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { Identity, ProxyStatus, TiersStatus } from '../../src/admin/contract.ts'
import { errorOf, send, sendMessage, type Answer } from '../support/http.ts'
import { eventually, idOf, profilesDocument, startRig, startRigOn, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const ENDLESS = { do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } } as const

async function rigWithApi() {
  const up = await upstream('one', [GOOD])
  const rig = await startRig([up])
  const api = `${rig.url}/_qcc/api/v1`
  const authorization = `Bearer ${rig.composed.token}`
  return { ...rig, up, api, authorization }
}

const jsonOf = <T>(answer: Answer): T => JSON.parse(answer.body.toString()) as T

test('anybody on this machine may ask who it is', async () => {
  const { api, composed, up } = await rigWithApi()
  const answer = await send(`${api}/identity`, { method: 'GET' })
  expect([answer.status, jsonOf<Identity>(answer)]).toEqual([200, composed.identity])
  expect(up.seen).toHaveLength(0)
})

test.each([
  ['none', undefined],
  ['an empty one', 'Bearer '],
  ['another one', 'Bearer of-somebody-else'],
  ['another kind of credential', 'Basic dXNlcjpwYXNz'],
])(
  'everything else takes the token; with %s it is refused, and nothing happens',
  async (_what, authorization) => {
    const { api, proxy } = await rigWithApi()
    const headers = authorization === undefined ? {} : { authorization }
    for (const [method, path, body] of [
      ['GET', 'status', {}],
      ['POST', 'stop', { body: '{"drainMs":0}' }],
      ['POST', 'switch', { body: '{"hand":null}' }],
    ] as const) {
      const answer = await send(`${api}/${path}`, { method, headers, ...body })
      expect([answer.status, errorOf(answer).type]).toEqual([401, 'authentication_error'])
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
    expect(proxy.isDraining).toBe(false)
  },
)

test.each([
  ['POST', 'identity', 'GET'],
  ['HEAD', 'identity', 'GET'],
  ['OPTIONS', 'status', 'GET'],
  ['DELETE', 'status', 'GET'],
  ['GET', 'stop', 'POST'],
  ['GET', 'switch', 'POST'],
])('%s on /%s is answered 405 and names what is allowed', async (method, path, allow) => {
  const { api, authorization } = await rigWithApi()
  const answer = await send(`${api}/${path}`, { method, headers: { authorization } })
  expect([answer.status, answer.headers['allow']]).toEqual([405, allow])
})

test.each(['/_qcc/api/v1', '/_qcc/api/v1/', '/_qcc/api/v1/nothing', '/_qcc/api/v2/identity'])(
  'there is nothing at %s, and no endpoint is asked instead',
  async (path) => {
    const { up, url } = await rigWithApi()
    for (const method of ['GET', 'POST']) {
      const answer = await send(url + path, { method })
      expect([answer.status, errorOf(answer).type]).toEqual([404, 'not_found_error'])
    }
    expect(up.seen).toHaveLength(0)
  },
)

test.each([[{ host: 'evil.example' }], [{ origin: 'https://evil.example' }], [{ origin: 'null' }]])(
  'who comes from elsewhere (%j) is refused, with the token too',
  async (from) => {
    const { api, authorization } = await rigWithApi()
    for (const path of ['identity', 'status']) {
      const answer = await send(`${api}/${path}`, { method: 'GET', headers: { ...from, authorization } })
      expect(answer.status).toBe(403)
    }
  },
)

test('the status tells of every endpoint that may serve, also of one that the root URL does not reach', async () => {
  const [one, two] = await Promise.all([
    upstream('one', [GOOD]),
    upstream('two', [{ do: 'status', status: 401 }]),
  ])
  const statesOf = async (profile?: string) => {
    const named = profile === undefined ? {} : { profile }
    const { composed, url } = await startRigOn(profilesDocument([two, one], { defaultProfile: 'one' }), named)
    await sendMessage(profile === undefined ? `${url}/p/two` : url)
    const headers = { authorization: `Bearer ${composed.token}` }
    const answer = await send(`${url}/_qcc/api/v1/status`, { method: 'GET', headers })
    return jsonOf<ProxyStatus>(answer).endpoints.map(({ name, state }) => [name, state])
  }
  expect(await statesOf()).toEqual([
    ['one/one', 'ok'],
    ['two/two', 'benched'],
  ])
  expect(await statesOf('one')).toEqual([['one/one', 'ok']])
})

test('the status tells what is so', async () => {
  const { api, authorization, composed, events, url } = await rigWithApi()
  await sendMessage(url)
  await eventually('the request is written down', () => events.some(({ event }) => event === 'answer'))
  const answer = await send(`${api}/status`, { method: 'GET', headers: { authorization } })
  const status = jsonOf<ProxyStatus>(answer)
  expect(status).toMatchObject({
    ...{ url, pid: process.pid, version: composed.identity.version, stopping: false },
    ...{ requests: 1, open: 0, configuration: 1, profiles: ['rig'] },
    endpoints: [{ id: idOf('one'), name: 'rig/one', inFlight: 0 }],
    ...{ configurationFault: null, logFault: null },
  })
  expect(status.memoryBytes).toBeGreaterThan(10_000_000)
  expect(status.uptimeMs).toBeLessThan(30_000)
})

test.each([
  '',
  'not json',
  '[]',
  '{}',
  '{"drainMs":"1"}',
  '{"drainMs":-1}',
  '{"drainMs":1e300}',
  '{"drainMs":1,"x":2}',
])('a stop that says %j is refused, and the proxy runs on', async (body) => {
  const { api, authorization, proxy } = await rigWithApi()
  const answer = await send(`${api}/stop`, { headers: { authorization }, body })
  expect([answer.status, errorOf(answer).type]).toEqual([400, 'invalid_request_error'])
  expect(proxy.isDraining).toBe(false)
})

test('a switch by hand is answered with how the places stand after it, told in the status, and logged', async () => {
  const ups = await Promise.all(['one', 'two', 'three'].map((name) => upstream(name, [GOOD])))
  const tiers = { primary: ['one'], secondary: ['two'] }
  const { composed, events, url } = await startRigOn(profilesDocument(ups, { tiers }))
  const headers = { authorization: `Bearer ${composed.token}` }
  const switchTo = async (hand: unknown): Promise<Answer> =>
    send(`${url}/_qcc/api/v1/switch`, { headers, body: JSON.stringify({ hand }) })
  const servedBy = async () => (await sendMessage(url)).headers['x-qcc-endpoint']

  const hand = { profile: 'three', only: false, reason: 'because' }
  const told = jsonOf<TiersStatus>(await switchTo(hand))
  expect(told).toMatchObject({
    ...{ active: 'hand', hand, autoFailover: true, autoRecovery: true },
    places: [
      { place: 'hand', profiles: ['three'], isActive: true, state: 'serving', until: null, checks: 0 },
      { place: 'primary', profiles: ['one'], isActive: false },
      { place: 'secondary', profiles: ['two'], isActive: false },
    ],
    lastSwitch: { cause: 'manual', reason: 'because', from: { place: 'primary' }, to: { place: 'hand' } },
  })
  expect(told.activeSince).toBe(told.lastSwitch?.at)
  const status = jsonOf<ProxyStatus>(await send(`${url}/_qcc/api/v1/status`, { method: 'GET', headers }))
  expect([status.tiers, status.profiles]).toEqual([told, ['three', 'one', 'two']])
  expect(await servedBy()).toBe('three/three')
  expect(events.filter(({ event }) => event === 'switch')).toEqual([{ event: 'switch', ...told.lastSwitch }])
  // One profile's own URL is nobody else's business.
  expect((await sendMessage(`${url}/p/two`)).headers['x-qcc-endpoint']).toBe('two/two')

  expect(jsonOf<TiersStatus>(await switchTo(null))).toMatchObject({ active: 'primary', hand: null })
  expect(await servedBy()).toBe('one/one')
  const unknown = await switchTo({ ...hand, profile: 'four' })
  expect([unknown.status, errorOf(unknown).message]).toEqual([404, expect.stringContaining('"four"')])
})

test.each([
  '',
  '{}',
  '{"hand":{}}',
  '{"hand":{"profile":"rig","only":false}}',
  '{"hand":{"profile":"rig","only":"yes","reason":null}}',
  `{"hand":{"profile":"rig","only":false,"reason":"${'x'.repeat(501)}"}}`,
])('a switch that says %j is refused, and nothing is switched', async (body) => {
  const { api, authorization, composed } = await rigWithApi()
  const answer = await send(`${api}/switch`, { headers: { authorization }, body })
  expect([answer.status, errorOf(answer).type]).toEqual([400, 'invalid_request_error'])
  expect(composed.engine.tiers().hand).toBeNull()
})

test('a body that is larger than any request is refused before it is read whole', async () => {
  const { api, authorization } = await rigWithApi()
  const answer = await send(`${api}/stop`, { headers: { authorization }, body: Buffer.alloc(2 ** 20 + 1) })
  expect([answer.status, errorOf(answer).message]).toEqual([413, expect.not.stringContaining('body.max')])
})

test('a stop waits for open requests, answers how many were cut off, and can be asked about meanwhile', async () => {
  const up = await upstream('one', [ENDLESS])
  const { composed, url } = await startRig([up])
  const headers = { authorization: `Bearer ${composed.token}` }
  const open = sendMessage(url)
  await eventually('the stream is open', () => up.open === 1)
  const stopped = send(`${url}/_qcc/api/v1/stop`, { headers, body: '{"drainMs":60000}' })
  expect(await composed.askedToStop).toEqual({ drainMs: 60_000 })
  const status = jsonOf<ProxyStatus>(await send(`${url}/_qcc/api/v1/status`, { method: 'GET', headers }))
  expect(status).toMatchObject({ stopping: true, open: 1 })
  const hurried = await send(`${url}/_qcc/api/v1/stop`, { headers, body: '{"drainMs":0}' })
  expect([jsonOf(hurried), jsonOf(await stopped)]).toEqual([{ broken: 1 }, { broken: 1 }])
  expect((await open).isComplete).toBe(false)
})

test('the answer to a stop is out before everything closes', async () => {
  const { api, authorization, composed } = await rigWithApi()
  const stopped = send(`${api}/stop`, { headers: { authorization }, body: '{"drainMs":0}' })
  await composed.askedToStop
  await composed.close()
  expect(await stopped).toMatchObject({ status: 200, isComplete: true })
})

test('a control request that never ends does not keep the proxy from closing', async () => {
  const { composed, proxy } = await rigWithApi()
  const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined)
  const head = `POST /_qcc/api/v1/stop HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${composed.token}`
  socket.write(`${head}\r\ncontent-length: 100\r\n\r\n{`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await composed.close()
  expect(proxy.open).toBe(0)
  socket.destroy()
})
