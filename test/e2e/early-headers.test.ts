import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import type { Act, Phase } from '../../src/lab/act.ts'
import { readStream } from '../support/answer-text.ts'
import { errorOf, sendMessage, type Answer } from '../support/http.ts'
import { eventually, QUESTION, startRig, upstream } from '../support/rig.ts'

const GOOD: Act = { do: 'serve', headers: { 'request-id': 'req_1', 'set-cookie': 'a=b' } }
const stallAt = (phase: Phase): Act => ({ do: 'serve', breakAt: { phase, how: 'stall' } })
/** Headers first, then what comes after half a second of the first endpoint's silence. */
const SOON = {
  'gate.headers': 0.1,
  'gate.ping': 0.1,
  'timeout.first-content': 0.45,
  'timeout.quiet': 0.2,
}

const pingsIn = ({ body }: Answer): number => body.toString().match(/event: ping/g)?.length ?? 0

/** The `error` event of a stream that ends with it. */
function errorIn({ body }: Answer): { readonly type: string; readonly message: string } {
  const data = /event: error\ndata: (.*)\n\n$/.exec(body.toString())?.[1] ?? ''
  return errorOf({ status: 0, headers: {}, isComplete: true, body: Buffer.from(data) })
}

test.each(['before-headers', 'after-start'] as const)(
  'a client that has headers and pings gets one answer from the next endpoint (the first silent %s)',
  async (phase) => {
    const one = await upstream('one', [stallAt(phase)])
    const two = await upstream('two', [GOOD])
    const { events, sdk, trails, url } = await startRig([one, two], SOON)
    const answer = await sendMessage(url)
    expect([answer.status, answer.isComplete]).toEqual([200, true])
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8' })
    const ours = Object.keys(answer.headers).filter((name) => name.startsWith('x-qcc-'))
    expect([ours, answer.headers['request-id']]).toEqual([['x-qcc-request-id'], undefined])
    expect(pingsIn(answer)).toBeGreaterThanOrEqual(2)
    expect(answer.body.toString()).toMatch(/^event: ping\n/)
    expect(readStream(answer.body)).toEqual({ text: 'hello from two', starts: 1 })
    const lostHeaders = expect.arrayContaining(['request-id', 'req_1']) as unknown
    expect(trails[0]?.steps).toMatchObject([{ lostHeaders: [] }, { lostHeaders, requestId: 'req_1' }])
    expect(JSON.stringify(trails)).not.toContain('a=b')
    expect(events.at(-1)).toMatchObject({ ending: 'served', endpoint: 'rig/two', attempts: 2 })

    // The library reads the same.
    const message = await sdk.messages.stream(QUESTION).finalMessage()
    expect(message.content).toMatchObject([{ text: 'hello from two' }])
  },
)

test('a client that says how long it waits has its headers after a share of that time', async () => {
  const one = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 500 } }])
  const { url } = await startRig([one], { 'gate.headers-share': 10, 'gate.ping': 0.1 })
  const asked = (seconds: string): Promise<Answer> => sendMessage(url, {}, { 'x-stainless-timeout': seconds })
  expect((await asked('2')).headers['x-qcc-endpoint']).toBeUndefined()
  for (const seconds of ['600', 'soon', '0', '-1']) {
    expect((await asked(seconds)).headers['x-qcc-endpoint']).toBe('rig/one')
  }
})

test('whole answers have no early headers', async () => {
  const one = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 300 } }])
  const { url } = await startRig([one], SOON)
  expect((await sendMessage(url, { stream: false })).headers['x-qcc-endpoint']).toBe('rig/one')
})

test('the request’s own fault is told in the stream, and its repeat goes to the endpoint that said so', async () => {
  const refusal: Act = { do: 'status', status: 400, message: 'too many tools' }
  const one = await upstream('one', [stallAt('before-headers'), GOOD])
  const two = await upstream('two', [refusal])
  const { engine, events, url } = await startRig([one, two], SOON)
  const session = { 'x-claude-code-session-id': 'sess' }
  const answer = await sendMessage(url, {}, session)
  expect([answer.status, answer.isComplete, pingsIn(answer) > 0]).toEqual([200, true, true])
  expect(errorIn(answer)).toMatchObject({ type: 'invalid_request_error', message: 'too many tools' })
  expect(events.at(-1)).toMatchObject({ ending: 'passed', status: 200, endpoint: 'rig/two' })
  expect(engine.inFlight).toBe(0)

  const repeat = await sendMessage(url, { stream: false }, session)
  expect([repeat.status, errorOf(repeat).message]).toEqual([400, 'too many tools'])
  expect([one.seen.length, two.seen.length]).toEqual([1, 2])
  // Others, and the session's next streams, go where they always do.
  expect((await sendMessage(url, { stream: false })).headers['x-qcc-endpoint']).toBe('rig/one')
  expect((await sendMessage(url, {}, session)).headers['x-qcc-endpoint']).toBe('rig/one')
})

test('a repeat whose endpoint is gone is anybody’s', async () => {
  const one = await upstream('one', [stallAt('before-headers'), GOOD])
  const two = await upstream('two', [
    { do: 'status', status: 400 },
    { do: 'status', status: 500 },
  ])
  const { url } = await startRig([one, two], SOON)
  const session = { 'x-claude-code-session-id': 'sess' }
  await sendMessage(url, {}, session)
  const repeat = await sendMessage(url, { stream: false }, session)
  expect([repeat.status, repeat.headers['x-qcc-endpoint']]).toEqual([200, 'rig/one'])
})

test.each([
  ['an overload, which may be over soon', { do: 'status', status: 529 }, 'broken'],
  ['a limit of seconds', { do: 'status', status: 429, headers: { 'retry-after': '20' } }, 'broken'],
  ['a server error', { do: 'status', status: 500 }, 'broken'],
  ['a limit of hours', { do: 'status', status: 429, headers: { 'retry-after': '9000' } }, 'told'],
  ['a dead key', { do: 'status', status: 401, message: 'invalid x-api-key' }, 'told'],
  ['no balance', { do: 'status', status: 402 }, 'told'],
  ['a model that nobody has', { do: 'status', status: 404, message: 'model: nowhere' }, 'told'],
] as const)('nobody is left after early headers: %s', async (_what, last, expected) => {
  for (const names of [['one'], ['one', 'two']]) {
    const ups = await Promise.all(names.map((name) => upstream(name, [{ ...last, afterMs: 150 }])))
    const { engine, events, url } = await startRig(ups, SOON)
    const answer = await sendMessage(url)
    expect([answer.status, answer.isComplete]).toEqual([200, expected === 'told'])
    if (expected === 'told') expect(errorIn(answer).type).toBe('invalid_request_error')
    else expect(answer.body.toString()).not.toContain('error')
    expect(events.at(-1)).toMatchObject({
      ending: expected === 'broken' ? 'broken' : names.length === 1 ? 'passed' : 'refused',
    })
    expect(engine.inFlight).toBe(0)
  }
})

test('a client that leaves after early headers ends the attempt, and no ping follows', async () => {
  const one = await upstream('one', [stallAt('before-headers')])
  const two = await upstream('two', [GOOD])
  const { engine, events, proxy, url } = await startRig([one, two], { ...SOON, 'timeout.first-content': 60 })
  const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false }, (answer) => {
    answer.on('error', () => undefined).once('data', () => asking.destroy())
  }).on('error', () => undefined)
  asking.end('{"model":"m","messages":[],"stream":true}')
  await eventually('the endpoint was asked and let go', () => one.seen.length === 1 && one.open === 0)
  await eventually('the request is written down', () => events.some(({ event }) => event === 'answer'))
  expect(events).toMatchObject([{ outcome: 'cancelled' }, { event: 'answer', ending: 'cancelled' }])
  expect([engine.inFlight, proxy.open, two.seen.length]).toEqual([0, 0, 0])
})

test('a stop of the proxy ends a client that only has headers, and blames nobody', async () => {
  const one = await upstream('one', [stallAt('before-headers')])
  const { events, proxy, url } = await startRig([one], { ...SOON, 'timeout.first-content': 60 })
  const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false })
  asking.end('{"model":"m","messages":[],"stream":true}')
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const broken = new Promise((resolve) => {
    answer
      .on('error', () => undefined)
      .on('close', resolve)
      .resume()
  })
  await proxy.drain(0)
  await broken
  expect([answer.statusCode, answer.complete]).toEqual([200, false])
  await eventually('the request is written down', () => events.some(({ event }) => event === 'answer'))
  expect(events[0]).toMatchObject({ outcome: 'cancelled' })
})
