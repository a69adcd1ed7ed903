import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { followConfiguration } from '../../src/app/follow-configuration.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import type { Document } from '../../src/core/config/document.ts'
import { readConfiguration, replaceConfiguration } from '../../src/document/configuration.ts'
import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { readStream } from '../support/answer-text.ts'
import { errorOf, send, sendMessage } from '../support/http.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { eventually, rigDocument, startRig, upstream, type Target } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const SLOW = { do: 'serve', manner: { everyMs: 150 } } as const
const stallAt = (phase: 'before-headers' | 'in-text') =>
  ({ do: 'serve', breakAt: { phase, how: 'stall' } }) as const

async function stored(file: string): Promise<Store> {
  const store = await openStore({ file })
  onTestFinished(() => {
    store.close()
  })
  return store
}

/** A rig that follows a store, and what makes versions in it from another connection, as a command does. */
async function followingRig(targets: readonly Target[], settings: Document['settings'] = {}) {
  const file = join(temporaryFolder(), 'qcc.db')
  const theirs = await stored(file)
  const { versions } = theirs
  const put = async (document: Document): Promise<number> => {
    const { number } = await readConfiguration(versions).catch(async () => ({
      number: (await versions.newest())?.number ?? 0,
    }))
    const parts = { versions, clock: systemClock, keep: 10 }
    await replaceConfiguration(parts, number, document, { author: 'cli', message: 'test' })
    return number + 1
  }
  await put(rigDocument(targets, settings))
  const rig = await startRig(targets, {}, settings)
  const { composed, events } = rig
  const ours = await stored(file)
  const stop = followConfiguration({
    ...{ store: ours, clock: systemClock, from: 1 },
    onTokens: (tokens) => {
      composed.tokens.replace(tokens)
    },
    onVersion: (configuration) => {
      composed.follow(configuration)
    },
    onFault: (why) => {
      composed.live.fault = why
      events.push({ event: 'config-refused', at: systemClock.now(), why })
    },
  })
  onTestFinished(stop)
  /** Makes a version and resolves when the proxy has it. */
  const change = async (next: readonly Target[], nextSettings: Document['settings'] = {}): Promise<void> => {
    const number = await put(rigDocument(next, nextSettings))
    const at = Date.now()
    await eventually('the version is followed', () => composed.live.now.number === number)
    expect(Date.now() - at).toBeLessThan(1_000)
  }
  return { ...rig, versions, change, put }
}

test('an endpoint changes while a stream runs: the stream ends whole, and the next request uses the new one', async () => {
  const old = await upstream('old', [SLOW])
  const next = await upstream('new', [GOOD])
  const { change, engine, url } = await followingRig([{ name: 'one', url: old.url, key: 'first-key' }])
  const running = sendMessage(url)
  await eventually('the stream is open', () => old.open === 1)
  await change([{ name: 'one', url: next.url, auth: 'bearer' }])
  expect(old.open).toBe(1)
  const after = await sendMessage(url)
  expect(readStream(after.body).text).toBe('hello from new')
  expect(next.seen[0]?.headers).toContainEqual(['authorization', 'Bearer first-key'])
  const answer = await running
  expect([answer.isComplete, answer.body.toString().includes('message_stop')]).toEqual([true, true])
  expect([old.seen.length, next.seen.length]).toEqual([1, 1])
  await eventually('nothing is in flight', () => engine.inFlight === 0)
})

test('an endpoint that is disabled and enabled again under a running request keeps the right count', async () => {
  const one = await upstream('one', [SLOW, GOOD])
  const two = await upstream('two', [GOOD])
  const { change, engine, url } = await followingRig([one, two])
  const running = sendMessage(url)
  await eventually('the stream is open', () => one.open === 1)
  await change([{ ...one, enabled: false }, two])
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(engine.inFlight).toBe(1)
  await change([one, two])
  expect(engine.standings(null).map(({ inFlight }) => inFlight)).toEqual([1, 0])
  expect((await running).isComplete).toBe(true)
  await eventually('nothing is in flight', () => engine.inFlight === 0)
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/one')
})

test('an endpoint that is removed under a request gives its slot back, and the request goes on to the next', async () => {
  const one = await upstream('one', [stallAt('before-headers')])
  const two = await upstream('two', [GOOD])
  const { change, engine, url } = await followingRig([one, two], { 'timeout.first-content': 0.5 })
  const running = sendMessage(url)
  await eventually('the request is out', () => one.open === 1)
  await change([two])
  expect((await running).headers['x-qcc-endpoint']).toBe('rig/two')
  expect([engine.standings(null).length, engine.inFlight]).toEqual([1, 0])
})

test('the model map and the outbound proxy follow', async () => {
  const one = await upstream('one', [GOOD])
  const { change, url } = await followingRig([one])
  await change([{ ...one, models: { 'claude-opus-5-5': 'mapped' } }])
  await sendMessage(url)
  expect(one.seen[0]?.body.toString()).toContain('"model":"mapped"')
  await change([{ ...one, outboundProxy: 'http://127.0.0.1:9' }])
  expect((await sendMessage(url)).status).toBe(503)
})

test('timers of a request under way stay as they were; the next one has the new ones', async () => {
  const one = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 600 } }])
  const two = await upstream('two', [GOOD])
  const { change, events, url } = await followingRig([one, two])
  const running = sendMessage(url)
  await eventually('the request is out', () => one.open === 1)
  await change([one, two], { 'timeout.first-content': 0.1 })
  expect((await running).headers['x-qcc-endpoint']).toBe('rig/one')
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(events).toContainEqual(
    expect.objectContaining({
      event: 'attempt',
      endpoint: 'rig/one',
      why: 'waited 0.1 s for the first content',
    }),
  )
})

test('body.max and attempts.max hold for the next request', async () => {
  const ups = await Promise.all(
    ['one', 'two', 'three'].map((name) => upstream(name, [{ do: 'status', status: 500 }])),
  )
  const { change, url } = await followingRig(ups)
  const body = '{"model":"m","messages":[]}'
  await send(`${url}/v1/messages`, { body })
  await change(ups, { 'body.max': 10, 'attempts.max': 1 })
  expect((await send(`${url}/v1/messages`, { body })).status).toBe(413)
  await change(ups, { 'attempts.max': 2 })
  const answer = await send(`${url}/v1/messages`, { body })
  expect(answer.headers['x-qcc-attempts']).toBe('2')
})

test('body.total may grow while bodies wait for room, and no room is lost', async () => {
  const up = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 700 } }])
  const { change, url } = await followingRig([up], { 'body.total': 1_000 })
  const body = `{"model":"m","messages":[]}${' '.repeat(900)}`
  const first = send(`${url}/v1/messages`, { body })
  await eventually('the first is being served', () => up.open === 1)
  const others = [send(`${url}/v1/messages`, { body }), send(`${url}/v1/messages`, { body })]
  await change([up], { 'body.total': 10_000 })
  await first
  await eventually('both others are served together', () => up.open === 2)
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200])
})

test('a version that is not valid leaves the one in force, is told once, and the next valid one is followed', async () => {
  const one = await upstream('one', [GOOD])
  const two = await upstream('two', [GOOD])
  const { change, composed, events, url, versions } = await followingRig([one])
  const nonsense = { at: 1, author: 'cli', message: 'x', hash: 'x', content: '{"profiles":5}' } as const
  await versions.commit(1, nonsense, 10)
  await eventually('it is told', () => composed.live.fault !== null)
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/one')
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(events.filter(({ event }) => event === 'config-refused')).toHaveLength(1)
  const repaired = { ...nonsense, content: JSON.stringify(rigDocument([two])) }
  await versions.commit(2, repaired, 10)
  await eventually('the repaired one is followed', () => composed.live.now.number === 3)
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(composed.live.fault).toBe(null)
  await change([one])
})

test('settings that hold from the start on are said to need one, and nothing is said of the others', async () => {
  const one = await upstream('one', [GOOD])
  const { change, events, proxy, url } = await followingRig([one])
  await change([one], { 'proxy.drain': 5 })
  await change([one], { 'proxy.drain': 5, 'proxy.host': 'localhost' })
  await change([one], { 'attempts.max': 2, 'proxy.host': 'localhost' })
  const followed = events.filter(({ event }) => event === 'config-followed')
  expect(followed).toMatchObject([
    { configuration: 2, endpoints: ['rig/one'], needsRestart: [] },
    { configuration: 3, needsRestart: ['proxy.host'] },
    { configuration: 4, needsRestart: [] },
  ])
  expect([proxy.host, (await sendMessage(url)).status]).toEqual(['127.0.0.1', 200])
})

test('when the profile goes away, requests are refused with the reason; when it comes back, they are served', async () => {
  const one = await upstream('one', [GOOD])
  const { change, put, composed, url } = await followingRig([one])
  await put({ profiles: [], settings: {} })
  await eventually('it is followed', () => composed.live.now.number === 2)
  const refused = await sendMessage(url)
  expect([refused.status, refused.headers['x-should-retry']]).toEqual([503, 'false'])
  expect(errorOf(refused).message).toContain('qcc add')
  await change([{ ...one, enabled: false }])
  expect(errorOf(await sendMessage(url)).message).toContain('"rig" has no endpoint that is enabled')
  await change([one])
  expect((await sendMessage(url)).status).toBe(200)
})
