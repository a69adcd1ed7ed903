import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { header } from '../../src/anthropic/headers.ts'
import type { ProbeAnswer, ProxyStatus } from '../../src/admin/contract.ts'
import { stepsOf } from '../../src/lab/message.ts'
import { encodeEvent } from '../../src/lab/sse.ts'
import { errorOf, send, sendMessage } from '../support/http.ts'
import { given } from '../support/fleet.ts'
import { eventually, idOf, rigDocument, startRig, upstream, type Rig } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const MODEL = 'claude-haiku-4-5'

/** What the control API answers to a check of these, by their names. */
async function probes({ composed, url }: Rig, ...names: readonly string[]) {
  const headers = { authorization: `Bearer ${composed.token}` }
  const body = JSON.stringify({ endpoints: names.map(idOf) })
  const answer = await send(`${url}/_qcc/api/v1/probe`, { body, headers })
  return (JSON.parse(answer.body.toString()) as ProbeAnswer).reports
}

async function standing({ composed, url }: Rig) {
  const headers = { authorization: `Bearer ${composed.token}` }
  const answer = await send(`${url}/_qcc/api/v1/status`, { method: 'GET', headers })
  return given((JSON.parse(answer.body.toString()) as ProxyStatus).endpoints[0])
}

/** A server that gives these answers to the list of models and to messages. */
async function server(list: readonly [number, unknown], message: readonly [number, unknown], packed = false) {
  const asked: string[] = []
  const http = createServer((request, response) => {
    asked.push(`${String(request.method)} ${String(request.url)}`)
    const [status, body] = request.method === 'GET' ? list : message
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    response.writeHead(status, packed ? { 'content-encoding': 'gzip' } : {})
    request.resume().on('end', () => response.end(packed ? gzipSync(bytes) : bytes))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  return { url: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/base`, asked }
}

test('a good endpoint passes: its list, then one small question with its key and its name of the model', async () => {
  const up = await upstream('one', [GOOD])
  const rig = await startRig([{ url: up.url, name: 'one', models: { [MODEL]: 'small-one' } }])
  const [report] = await probes(rig, 'one')
  expect(report).toMatchObject({
    ...{ id: idOf('one'), name: 'rig/one', result: 'pass', verdict: 'ok', kind: 'conversation' },
    ...{ status: 200, model: 'small-one', modelNamed: 'small-one', quality: 100, why: '' },
  })
  expect(up.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v1/models',
    'POST /v1/messages',
  ])
  const { body, headers } = given(up.seen[1])
  expect(header(headers.flat(), 'x-api-key')).toBe('key-of-one')
  expect(JSON.parse(body.toString())).toEqual({
    ...{ model: 'small-one', max_tokens: 64, stream: true },
    messages: [{ role: 'user', content: given(report).question }],
  })
  expect(given(report).answer).toMatch(/^([2-9B-Z]{6} \d\d|\d\d [2-9B-Z]{6})$/)
  expect(given(report).lines.map(({ isFine }) => isFine)).toEqual([true, true, true, true, true, true])
  expect(given(report).tokens.in).toBeGreaterThan(20)
  expect(rig.events).toContainEqual(
    expect.objectContaining({ event: 'probe', reason: 'asked', verdict: 'ok' }),
  )
})

const CANNED = stepsOf(
  { do: 'serve' },
  { upstream: 'one', messageId: 'msg_1', model: MODEL, requestBytes: 200, asked: '' },
)
  .map(({ event }) => encodeEvent(event, {}))
  .join('')

const ERROR = (type: string, message = '') => ({ type: 'error', error: { type, message } })
/** A stream, and no answer to any question. */
const OK = [200, CANNED] as const
const LIST = [200, { data: [] }] as const

test.each([
  ['no list at all', [404, {}], OK, ['unclear', 'wrong-answer', 2]],
  ['a list that takes another key', [401, ERROR('authentication_error')], OK, ['unclear', 'wrong-answer', 2]],
  [
    'a dead key',
    [401, {}],
    [401, ERROR('authentication_error', 'invalid x-api-key')],
    ['fail', 'credential', 2],
  ],
  ['an outage at the list', [503, {}], OK, ['fail', 'outage', 1]],
  ['an outage at the message', LIST, [500, {}], ['fail', 'outage', 2]],
  ['an overload', LIST, [529, ERROR('overloaded_error')], ['fail', 'overloaded', 2]],
  ['a limit', LIST, [429, ERROR('rate_limit_error')], ['fail', 'rate-limited', 2]],
  ['no balance', LIST, [402, {}], ['fail', 'balance', 2]],
  [
    'no such model, which we chose',
    LIST,
    [404, ERROR('not_found_error', 'model: x')],
    ['unclear', 'model-missing', 2],
  ],
  ['a firewall that wants Claude Code', LIST, [403, 'go away'], ['unclear', 'refused-by-relay', 2]],
  [
    'a request that it does not like',
    LIST,
    [400, ERROR('invalid_request_error')],
    ['unclear', 'refused-by-relay', 2],
  ],
  ['something that is no message', LIST, [200, { hello: 1 }], ['fail', 'malformed', 2]],
] as const)('%s', async (_what, list, message, [result, verdict, requests]) => {
  for (const packed of [false, true]) {
    const { asked, url } = await server(list, message, packed)
    const rig = await startRig([{ url, name: 'one' }])
    expect(await probes(rig, 'one')).toMatchObject([{ result, verdict }])
    expect(asked).toEqual(['GET /base/v1/models', 'POST /base/v1/messages'].slice(0, requests))
  }
})

test('nobody there, no key, no answer: each fails and says why', async () => {
  const [gone, silent] = [await upstream('gone', [GOOD]), await upstream('silent', [STALL])]
  await gone.down()
  const rig = await startRig([gone, silent, { url: silent.url, name: 'keyless', key: null }], {
    'health.timeout': 0.5,
  })
  const [first, second, third] = await probes(rig, 'gone', 'silent', 'keyless')
  expect(first).toMatchObject({ result: 'fail', kind: 'free', verdict: 'unreachable', status: null })
  expect(second).toMatchObject({ result: 'fail', kind: 'conversation', verdict: 'time-out', status: null })
  expect(third).toMatchObject({ result: 'fail', verdict: 'credential' })
  expect(given(third).why).toContain('env:keyless')
})

const STALL = { do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } } as const

test('a passed check ends a bench for an overload', async () => {
  const up = await upstream('one', [{ do: 'status', status: 529, headers: { 'retry-after': '600' } }])
  const spare = await upstream('spare', [GOOD])
  const rig = await startRig([up, spare], { 'health.model': 'claude-opus-5-5' })
  await sendMessage(rig.url)
  expect((await standing(rig)).benches).toMatchObject([{ reason: 'overload', model: 'claude-opus-5-5' }])
  up.play(GOOD)
  await probes(rig, 'one')
  expect((await standing(rig)).benches).toEqual([])
})

test('a passed check does not end a limit that told its time', async () => {
  const up = await upstream('one', [{ do: 'status', status: 429, headers: { 'retry-after': '600' } }])
  const spare = await upstream('spare', [GOOD])
  const rig = await startRig([up, spare], { 'health.model': 'claude-opus-5-5' })
  await sendMessage(rig.url)
  up.play(GOOD)
  expect(await probes(rig, 'one')).toMatchObject([{ verdict: 'ok' }])
  const { benches } = await standing(rig)
  expect(benches).toMatchObject([{ reason: 'rate-limit', model: 'claude-opus-5-5' }])
  const leftMs = given(benches[0]).until - Date.now()
  expect(leftMs).toBeGreaterThan(590_000)
  expect(leftMs).toBeLessThanOrEqual(600_000)
})

test('a trial with nobody behind is checked without being asked for, and closes the circuit', async () => {
  const up = await upstream('one', [{ do: 'status', status: 500 }])
  const rig = await startRig([up])
  for (let i = 0; i < 3; i++) await sendMessage(rig.url)
  expect(await standing(rig)).toMatchObject({ state: 'circuit-open', reason: null })
  up.play(GOOD)
  const [saved, ...others] = rig.engine.snapshot().endpoints
  // As if its time were over.
  rig.engine.restore({
    version: 1,
    endpoints: [{ ...saved, openUntil: Date.now() + 50 }, ...others],
    sessions: [],
  })
  rig.composed.follow({ number: 2, document: rigDocument([up]) })
  await eventually('the circuit is closed', () =>
    rig.engine.standings(null).every(({ evidence }) => evidence.circuit.kind === 'closed'),
  )
  expect(rig.events.filter(({ event }) => event === 'probe')).toMatchObject([
    { reason: 'trial', verdict: 'ok' },
    { reason: 'trial', verdict: 'ok' },
  ])
})

test('an endpoint with a dead key is asked again as soon as it is edited', async () => {
  const up = await upstream('one', [GOOD], { key: 'key-of-new' })
  const rig = await startRig([up, { url: up.url, name: 'new' }])
  await probes(rig, 'one')
  expect(await standing(rig)).toMatchObject({ state: 'benched', reason: 'credential' })
  const document = rigDocument([up])
  const [profile] = document.profiles
  const endpoints = given(profile).endpoints.map((entry) => ({ ...entry, credential: 'env:new' }))
  rig.composed.follow({ number: 2, document: { ...document, profiles: [{ ...given(profile), endpoints }] } })
  expect(await standing(rig)).toMatchObject({ state: 'ok', reason: null, until: null, benches: [] })
  expect((await sendMessage(rig.url)).status).toBe(200)
})

test.each([
  '',
  '{}',
  '{"endpoints":"all"}',
  '{"endpoints":[1]}',
  '{"endpoints":[],"more":1}',
  '{"endpoints":[],"kind":"all"}',
])('a request for checks that is %j is refused, and nothing is sent', async (body) => {
  const up = await upstream('one', [GOOD])
  const { composed, url } = await startRig([up])
  const headers = { authorization: `Bearer ${composed.token}` }
  const answer = await send(`${url}/_qcc/api/v1/probe`, { body, headers })
  expect([answer.status, errorOf(answer).type]).toEqual([400, 'invalid_request_error'])
  expect((await send(`${url}/_qcc/api/v1/probe`, { body })).status).toBe(401)
  expect(up.seen).toHaveLength(0)
})
