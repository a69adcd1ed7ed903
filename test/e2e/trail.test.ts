import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import type { Trail } from '../../src/ports/trail.ts'
import { send, sendMessage } from '../support/http.ts'
import { eventually, startRig, startRigOn, upstream, profilesDocument, type Rig } from '../support/rig.ts'

const SERVE: Act = { do: 'serve' }

/** The trail of the only request, once it is over. */
async function trailOf({ trails }: Rig): Promise<Trail> {
  await eventually('the request is over', () => trails.length === 1)
  const [trail] = trails
  if (trail === undefined) throw new Error('there is no trail')
  return trail
}

test('a failover: who was asked and why, how it ended, and what it taught', async () => {
  const one = await upstream('one', [{ do: 'status', status: 529 }])
  const two = await upstream('two', [{ do: 'serve', headers: { 'request-id': 'req_two' } }])
  const rig = await startRig([one, two])
  const { headers } = await sendMessage(rig.url, {}, { 'x-claude-code-session-id': 's1' })
  const trail = await trailOf(rig)
  expect(trail).toMatchObject({
    ...{ request: headers['x-qcc-request-id'], method: 'POST', path: '/v1/messages', kind: 'message' },
    ...{ model: 'claude-opus-5-5', stream: true, session: 's1', agent: null, fence: null, configuration: 1 },
    ...{ ending: 'served', status: 200, endpoint: 'rig/two', attempts: 2 },
  })
  const draining = { endpoint: 'rig/two', no: { kind: 'draining' } }
  expect(trail.steps).toMatchObject([
    {
      ...{ kind: 'attempt', endpoint: 'rig/one', because: 'only', outcome: 'overloaded', status: 529 },
      considered: [{ endpoint: 'rig/one', no: null }, draining],
      news: [{ kind: 'benched', reason: 'overload', model: 'claude-opus-5-5' }],
      contentMs: null,
    },
    {
      ...{ kind: 'attempt', endpoint: 'rig/two', outcome: 'ok', progress: 'committed', requestId: 'req_two' },
      considered: [{ endpoint: 'rig/one', no: { kind: 'tried' } }, draining],
      news: [],
    },
  ])
  const [, served] = trail.steps
  if (served?.kind !== 'attempt') throw new Error('it was not served')
  const { afterMs, contentMs, headMs, sentMs, tookMs } = served
  const times = [sentMs, headMs, contentMs, tookMs]
  expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)))
  expect(trail.contentAfterMs).toBe(afterMs + Number(contentMs))
  expect(trail.tookMs).toBeGreaterThanOrEqual(Number(trail.contentAfterMs))
})

test('a session that is known goes where it belongs, for that reason', async () => {
  const one = await upstream('one', [SERVE])
  const two = await upstream('two', [SERVE])
  const rig = await startRig([one, { ...two, weight: 100 }])
  for (let i = 0; i < 2; i++) await sendMessage(rig.url, {}, { 'x-claude-code-session-id': 's1' })
  await eventually('both are over', () => rig.trails.length === 2)
  const reasons = rig.trails.flatMap(({ steps }) =>
    steps.map((step) => (step.kind === 'attempt' ? step.because : step.kind)),
  )
  expect(reasons).toEqual(['share', 'session'])
  expect(new Set(rig.trails.map(({ endpoint }) => endpoint)).size).toBe(1)
})

test('nobody left: the last look says why nobody could, and the circuit that opened stands where it did', async () => {
  const one = await upstream('one', [{ do: 'status', status: 500 }])
  const rig = await startRig([one], { 'circuit.failure-threshold': 1 })
  await sendMessage(rig.url)
  const { steps, ...trail } = await trailOf(rig)
  expect(trail).toMatchObject({
    ending: 'passed',
    status: 500,
    endpoint: 'rig/one',
    attempts: 1,
    contentAfterMs: null,
  })
  expect(steps).toMatchObject([
    { kind: 'attempt', outcome: 'unavailable', news: [{ kind: 'circuit-opened' }] },
    { kind: 'nobody', considered: [{ endpoint: 'rig/one', no: { kind: 'tried' } }] },
  ])
  expect(rig.events.filter(({ event }) => event === 'endpoint')).toMatchObject([
    { endpoint: 'rig/one', news: { kind: 'circuit-opened' } },
  ])
})

test('an overload that is asked again: the wait is a step, and so is the second attempt', async () => {
  const one = await upstream('one', [{ do: 'status', status: 529 }, SERVE])
  const rig = await startRig([one])
  await sendMessage(rig.url)
  const { steps } = await trailOf(rig)
  expect(steps).toMatchObject([
    { kind: 'attempt', outcome: 'overloaded' },
    { kind: 'wait', why: 'again' },
    {
      kind: 'attempt',
      because: 'again',
      outcome: 'ok',
      news: [{ kind: 'bench-lifted', reason: 'overload' }],
    },
  ])
  expect(steps[1]?.kind === 'wait' && steps[1].tookMs).toBeGreaterThanOrEqual(1_000)
})

test('a wait for room is one step, however often it was looked at, and who had none is in it', async () => {
  const one = await upstream('one', [{ do: 'serve', manner: { firstAfterMs: 150 } }])
  const document = profilesDocument([one])
  const profiles = document.profiles.map((profile) => ({
    ...profile,
    endpoints: profile.endpoints.map((endpoint) => ({ ...endpoint, maxConcurrent: 1 })),
  }))
  const rig = await startRigOn({ ...document, profiles, defaultProfile: 'one' })
  await Promise.all([sendMessage(rig.url), sendMessage(rig.url), sendMessage(rig.url)])
  await eventually('all are over', () => rig.trails.length === 3)
  const waits = rig.trails.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'wait'))
  expect(waits).toHaveLength(2)
  for (const wait of waits) {
    expect(wait).toMatchObject({ why: 'room', considered: [{ no: { kind: 'full', inFlight: 1, most: 1 } }] })
  }
})

test('a fence, and a profile that nobody knows', async () => {
  const one = await upstream('one', [SERVE])
  const two = await upstream('two', [SERVE])
  const rig = await startRigOn(profilesDocument([one, two]))
  await sendMessage(`${rig.url}/p/two`)
  expect(await trailOf(rig)).toMatchObject({
    ...{ fence: 'two', path: '/v1/messages', endpoint: 'two/two' },
    steps: [{ considered: [{ endpoint: 'two/two', no: null }] }],
  })
})

test('a request that is refused before anybody is asked has a trail without a step', async () => {
  const one = await upstream('one', [SERVE])
  const rig = await startRig([one], { 'body.max': 10 })
  const said = { 'x-claude-code-session-id': 'a-session', 'x-claude-code-agent-id': 'an-agent' }
  expect((await sendMessage(rig.url, {}, said)).status).toBe(413)
  expect(await trailOf(rig)).toMatchObject({
    ...{ ending: 'refused', status: 413, steps: [], attempts: 0 },
    ...{ session: 'a-session', agent: 'an-agent' },
  })
})

test('what QCC answers itself has none, and neither have strangers', async () => {
  const rig = await startRig([await upstream('one', [SERVE])])
  await send(`${rig.url}/api/hello`, { method: 'GET' })
  await send(`${rig.url}/_qcc/api/v1/identity`, { method: 'GET' })
  await send(`${rig.url}/v1/messages`, { headers: { host: 'evil.example' }, body: '{}' })
  await sendMessage(rig.url)
  expect(await trailOf(rig)).toMatchObject({ ending: 'served' })
})

test('nothing of what was asked or answered is in it, and no key', async () => {
  const secret = 'the-words-of-the-person'
  const one = await upstream('one', [
    { do: 'status', status: 500, message: `${secret} made me fail` },
    { do: 'serve', text: 'the-words-of-the-model' },
  ])
  const rig = await startRig([one])
  for (let i = 0; i < 2; i++) {
    const messages = [{ role: 'user', content: secret }]
    await sendMessage(
      rig.url,
      { system: secret, messages, metadata: { user_id: secret } },
      { 'x-api-key': 'sk-ant-secret' },
    )
  }
  await eventually('both are over', () => rig.trails.length === 2)
  const written = JSON.stringify(rig.trails)
  for (const word of [secret, 'the-words-of-the-model', 'sk-ant-secret', 'key-of-one', 'beta=true']) {
    expect(written).not.toContain(word)
  }
})

test('a client that left is in it with how far its request had come', async () => {
  const one = await upstream('one', [{ do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } }])
  const rig = await startRig([one])
  const stop = new AbortController()
  const answer = await fetch(`${rig.url}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', max_tokens: 1, stream: true, messages: [] }),
    signal: stop.signal,
  })
  await answer.body?.getReader().read()
  stop.abort()
  expect(await trailOf(rig)).toMatchObject({
    ...{ ending: 'cancelled', endpoint: 'rig/one' },
    steps: [{ outcome: 'cancelled', progress: 'committed' }],
  })
})
