/** Clients that ask to be held while nobody can serve them, and each way in which that ends. */
import { request, type ClientRequest } from 'node:http'
import { expect, test } from 'vitest'
import { UndiciSender } from '../../src/sender/undici-sender.ts'
import type { Act } from '../../src/lab/act.ts'
import type { Outbound, Sender } from '../../src/ports/sender.ts'
import { readStream } from '../support/answer-text.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { eventually, rigDocument, startRig, startRigOn, upstream, type Rig } from '../support/rig.ts'

const FAULT: Act = { do: 'status', status: 500 }
const GOOD: Act = { do: 'serve' }
const limited = (seconds: number): Act => ({
  ...{ do: 'status', status: 429, headers: { 'retry-after': String(seconds) } },
})
const hold = (seconds: number | string) => ({ 'x-qcc-hold': String(seconds) })

/** What its trail says of the last request that is over. */
const stepsOf = ({ trails }: Rig) =>
  trails.at(-1)?.steps.map((step) => (step.kind === 'wait' ? `wait ${step.why}` : step.kind))

test('an endpoint that returns answers it, whole or as a stream, and hears nothing of the hold', async () => {
  for (const stream of [true, false]) {
    const up = await upstream('one', [FAULT, GOOD])
    const rig = await startRig([up])
    const answer = await sendMessage(rig.url, { stream }, hold(60))
    expect([answer.status, answer.isComplete, answer.headers['x-qcc-attempts']]).toEqual([200, true, '2'])
    expect(stepsOf(rig)).toEqual(['attempt', 'wait rest', 'attempt'])
    expect(rig.trails[0]).toMatchObject({ ending: 'served', attempts: 2 })
    const names = up.seen.flatMap(({ headers }) => headers.map(([name]) => name.toLowerCase()))
    expect([up.seen.length, names.filter((name) => name.startsWith('x-qcc'))]).toEqual([2, []])
  }
})

test('all its endpoints are asked anew, however many attempts that takes', async () => {
  const ups = await Promise.all(['one', 'two'].map((name) => upstream(name, [FAULT])))
  const rig = await startRig(ups, { 'attempts.max': 1 })
  const asking = sendMessage(rig.url, {}, hold(60))
  await eventually('it is held', () => rig.engine.heldNow().length === 1)
  expect(ups.map(({ seen }) => seen.length)).toEqual([1, 0])
  ups[0]?.play(GOOD)
  expect((await asking).headers).toMatchObject({ 'x-qcc-endpoint': 'rig/one', 'x-qcc-attempts': '2' })
  expect(rig.engine.heldNow()).toEqual([])
})

test.each([
  ['nobody asked for it', {}],
  ['it makes no sense', hold('soon')],
  ['it makes no sense either', hold('-5')],
  ['it is none', hold(0)],
])('nobody is held when %s', async (_, headers) => {
  const up = await upstream('one', [FAULT, GOOD])
  const { url } = await startRig([up])
  expect([(await sendMessage(url, {}, headers)).status, up.seen.length]).toEqual([500, 1])
})

test.each<[string, Act, number]>([
  ['its own fault', { do: 'status', status: 400, message: 'no such tool' }, 400],
  ['what all say of it', { do: 'status', status: 404, body: 'no such page' }, 404],
  ['a model that nobody has', { do: 'status', status: 404, message: 'model: not found' }, 404],
])('%s is told at once', async (_, act, status) => {
  const up = await upstream('one', [act, GOOD])
  const { url } = await startRig([up])
  expect([(await sendMessage(url, {}, hold(60))).status, up.seen.length]).toEqual([status, 1])
})

function asked(url: string, headers: Readonly<Record<string, string>>): ClientRequest {
  const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false, headers })
  asking.on('error', () => undefined)
  asking.end(JSON.stringify({ model: 'm', messages: [], stream: true }))
  return asking
}

test('a client that leaves while it is held is sent for no more', async () => {
  const up = await upstream('one', [FAULT, GOOD])
  const rig = await startRig([up])
  const asking = asked(rig.url, hold(60))
  await eventually('it is held', () => rig.engine.heldNow().length === 1)
  asking.destroy()
  await eventually('its request is over', () => rig.trails.length === 1)
  expect(rig.trails[0]).toMatchObject({ ending: 'cancelled', attempts: 1 })
  expect([rig.engine.heldNow(), rig.engine.inFlight, up.seen.length]).toEqual([[], 0, 1])
})

test('when its time is over before it has headers, it gets the status and the true time', async () => {
  const ups = await Promise.all(['one', 'two'].map((name) => upstream(name, [limited(30)])))
  const { url } = await startRig(ups)
  const startedAt = Date.now()
  const answer = await sendMessage(url, {}, hold(1))
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(990)
  expect([answer.status, answer.headers['x-should-retry']]).toEqual([429, undefined])
  expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(30)
  expect(errorOf(answer).type).toBe('rate_limit_error')
  expect(ups.map(({ seen }) => seen.length)).toEqual([1, 1])
})

test('when it is over after that, its connection breaks, and the client’s own retry is served', async () => {
  const up = await upstream('one', [FAULT])
  const { events, url } = await startRig([up], { 'gate.headers': 0.1, 'gate.ping': 0.1 })
  const answer = await sendMessage(url, {}, hold(1))
  expect([answer.status, answer.isComplete]).toEqual([200, false])
  expect(answer.body.toString().match(/event: ping/g)?.length).toBeGreaterThan(3)
  expect(answer.body.toString()).not.toMatch(/event: (error|message)/)
  expect(events.at(-1)).toMatchObject({ event: 'answer', ending: 'broken' })
  up.play(GOOD)
  expect(readStream((await sendMessage(url, {}, hold(1))).body).text).toBe('hello from one')
})

test('when waiting makes no sense then, it is told so, and its repeat hears the status without being held again', async () => {
  const ups = await Promise.all(['one', 'two'].map((name) => upstream(name, [limited(600)])))
  const { url } = await startRig(ups, { 'gate.headers': 0.1 })
  const session = { 'x-claude-code-session-id': 'sess' }
  const answer = await sendMessage(url, {}, { ...hold(1), ...session })
  expect([answer.status, answer.isComplete]).toEqual([200, true])
  expect(answer.body.toString()).toMatch(/event: error\ndata: .*invalid_request_error/)
  const startedAt = Date.now()
  const repeat = await sendMessage(url, { stream: false }, { ...hold(60), ...session })
  expect([repeat.status, repeat.headers['x-should-retry']]).toEqual([429, 'false'])
  expect(Date.now() - startedAt).toBeLessThan(1_000)
})

test('a whole answer is not held for longer than its client waits', async () => {
  const up = await upstream('one', [FAULT])
  const { url } = await startRig([up])
  const startedAt = Date.now()
  const headers = { ...hold(3_600), 'x-stainless-timeout': '1' }
  expect((await sendMessage(url, { stream: false }, headers)).status).toBe(500)
  expect(Date.now() - startedAt).toBeLessThan(1_000)
})

test('while as many are held as may be, one more gets its answer at once', async () => {
  const up = await upstream('one', [FAULT])
  const rig = await startRig([up], { 'hold.most': 1 })
  const first = sendMessage(rig.url, {}, hold(60))
  await eventually('it is held', () => rig.engine.heldNow().length === 1)
  expect((await sendMessage(rig.url, {}, hold(60))).status).toBe(500)
  up.play(GOOD)
  expect((await first).status).toBe(200)
})

test('without a network it is held until there is one, and nothing is tried meanwhile', async () => {
  const up = await upstream('one', [GOOD])
  const real = new UndiciSender()
  const tried: string[] = []
  const network = { isDown: true }
  // Elsewhere, as far as the proxy knows: on loopback there is always a network.
  const sender: Sender = {
    send: (outbound: Outbound, sink) => {
      if (outbound.method === 'POST') tried.push(outbound.origin)
      if (!network.isDown) return real.send({ ...outbound, origin: up.url }, sink)
      sink.onFailure({ reason: 'no-route', detail: '' })
      return { pause: () => undefined, resume: () => undefined, abort: () => undefined }
    },
    close: () => real.close(),
  }
  const elsewhere = ['a', 'b'].map((name) => ({ name, url: `https://${name}.example` }))
  const rig = await startRigOn(rigDocument(elsewhere), { sender })
  const asking = sendMessage(rig.url, {}, hold(60))
  await eventually('it has rested', () => rig.engine.heldNow()[0]?.course.rounds === 1, 5_000)
  const before = tried.length
  expect([before, rig.engine.networkDownSince === null]).toEqual([2, false])
  network.isDown = false
  expect((await asking).status).toBe(200)
  expect([stepsOf(rig)?.slice(0, 4), tried.length]).toEqual([
    ['attempt', 'attempt', 'wait rest', 'wait turn'],
    before + 1,
  ])
})
