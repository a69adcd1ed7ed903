import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Act, Phase } from '../../src/lab/act.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { eventually, SHORT_TIMERS, startRig, upstream } from '../support/rig.ts'

const stallAt = (phase: Phase): Act => ({ do: 'serve', breakAt: { phase, how: 'stall' } })
const GOOD: Act = { do: 'serve' }

test.each(['before-headers', 'after-headers', 'after-start', 'after-block-start'] as const)(
  'an endpoint that falls silent %s is given up after the time for first content, and the next one answers',
  async (phase) => {
    for (const stream of [true, false]) {
      const up = await upstream('one', [stallAt(phase)])
      const { events, url } = await startRig([up, await upstream('two', [GOOD])], SHORT_TIMERS)
      const answer = await sendMessage(url, { stream })
      expect([answer.status, answer.headers['x-qcc-endpoint']]).toEqual([200, 'rig/two'])
      expect(events[0]).toMatchObject({ outcome: 'timed-out', why: 'waited 0.4 s for the first content' })
      await eventually('the silent endpoint was let go', () => up.open === 0)
    }
  },
)

test('pings do not stand for content: an endpoint that only pings is given up', async () => {
  const up = await upstream('one', [{ do: 'serve', manner: { pingsBeforeStart: 50, everyMs: 50 } }])
  const { events, url } = await startRig([up, await upstream('two', [GOOD])], SHORT_TIMERS)
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(events[0]).toMatchObject({ outcome: 'timed-out' })
})

test('silence after the commit ends the client’s connection', async () => {
  const up = await upstream('one', [stallAt('in-text')])
  const two = await upstream('two', [GOOD])
  const { events, url } = await startRig([up, two], SHORT_TIMERS)
  const answer = await sendMessage(url)
  expect([answer.status, answer.isComplete]).toEqual([200, false])
  expect(events.at(-1)).toMatchObject({ ending: 'broken' })
  expect(events.find(({ event }) => event === 'attempt')).toMatchObject({
    outcome: 'broken-stream',
    why: 'waited 0.4 s for more of the answer',
    progress: 'committed',
  })
  expect(two.seen).toHaveLength(0)
})

test('an answer that takes longer than every timer is served as long as something comes', async () => {
  const up = await upstream('one', [{ do: 'serve', deltas: 12, manner: { everyMs: 60 } }])
  const { url } = await startRig([up], SHORT_TIMERS)
  const answer = await sendMessage(url)
  expect([answer.isComplete, answer.body.toString().includes('message_stop')]).toEqual([true, true])
})

test('a host that takes no connection is given up after the time for connecting, and no attempt is counted', async () => {
  const full = await fullListener()
  const { events, url } = await startRig(
    [{ name: 'full', url: `http://127.0.0.1:${String(full)}` }, await upstream('two', [GOOD])],
    { ...SHORT_TIMERS, 'attempts.max': 1 },
  )
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(events[0]).toMatchObject({ outcome: 'timed-out', progress: 'not-sent' })
})

test('when everybody is too slow the answer is 504, in time, and says who', async () => {
  const ups = [
    await upstream('one', [stallAt('before-headers')]),
    await upstream('two', [stallAt('after-headers')]),
  ]
  const { url } = await startRig(ups, SHORT_TIMERS)
  const answer = await sendMessage(url)
  expect([answer.status, errorOf(answer).type, answer.headers['retry-after']]).toEqual([
    504,
    'timeout_error',
    undefined,
  ])
  expect(errorOf(answer).message).toMatch(/rig\/one: waited 0\.4 s.*rig\/two: waited 0\.4 s/)
})

test('the deadline of the request bounds all attempts together', async () => {
  const ups = await Promise.all(
    ['one', 'two', 'three'].map((name) => upstream(name, [stallAt('before-headers')])),
  )
  const { url } = await startRig(ups, { 'attempts.deadline': 0.2 })
  expect((await sendMessage(url)).status).toBe(504)
})

test('a refusal whose text never ends is taken for what its status says', async () => {
  const head = 'HTTP/1.1 503 No\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\nbusy'
  const up = await neverEnding(head)
  const { events, url } = await startRig([up, await upstream('two', [GOOD])], SHORT_TIMERS)
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(events[0]).toMatchObject({ outcome: 'unavailable', why: 'status 503' })
})

test.each([
  [0.6, 'rig/one'],
  [0.05, 'rig/two'],
])(
  'timeout.quiet: a message that has begun may take longer, as long as bytes come (%d s: %s)',
  async (quiet, expected) => {
    const slow = await upstream('one', [{ do: 'serve', manner: { everyMs: 250 } }])
    const flags = { 'timeout.first-content': 0.4, 'timeout.quiet': quiet }
    const { url } = await startRig([slow, await upstream('two', [GOOD])], flags)
    expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe(expected)
  },
)

test.each([
  ['nobody else is there', 1, {}, 'rig/0'],
  ['nobody else may be asked', 2, { 'attempts.max': 1 }, 'rig/0'],
  ['somebody else is there', 2, {}, 'rig/1'],
])('when %s, an endpoint without headers so far is given up: %s', async (_when, count, flags, expected) => {
  const acts: readonly Act[] = [{ do: 'serve', manner: { headersAfterMs: 700 } }, GOOD]
  const ups = await Promise.all(acts.slice(0, count).map((act, index) => upstream(String(index), [act])))
  for (const stream of [true, false]) {
    const { url } = await startRig(ups, { 'timeout.first-content': 0.2, ...flags })
    for (const [index, act] of acts.slice(0, count).entries()) ups[index]?.play(act)
    expect((await sendMessage(url, { stream })).headers['x-qcc-endpoint']).toBe(expected)
  }
})

test('timeout.quiet-last: an endpoint with nobody behind it is given up for its silence after the headers', async () => {
  const up = await upstream('one', [stallAt('after-headers')])
  const { events, url } = await startRig([up], { 'timeout.first-content': 0.1, 'timeout.quiet-last': 0.3 })
  expect((await sendMessage(url)).status).toBe(504)
  expect(events[0]).toMatchObject({ outcome: 'timed-out', why: 'silent for 0.3 s' })
})

test('attempts.deadline: the last endpoint is waited for until the request’s time is over', async () => {
  const up = await upstream('one', [stallAt('before-headers')])
  const { events, url } = await startRig([up], { 'timeout.first-content': 0.1, 'attempts.deadline': 0.4 })
  expect((await sendMessage(url)).status).toBe(504)
  expect(events[0]).toMatchObject({ outcome: 'timed-out', why: 'the time of the request was over' })
})

test('whoever would be asked after the deadline is neither asked nor blamed', async () => {
  const ups = [await upstream('one', [stallAt('before-headers')]), await upstream('two', [GOOD])]
  const { engine, url } = await startRig(ups, { 'attempts.deadline': 0.2 })
  expect((await sendMessage(url)).status).toBe(504)
  expect(ups[1]?.seen).toHaveLength(0)
  expect(engine.standings(null)[1]?.no?.kind).toBe('draining')
})

test('a whole answer is waited for almost as long as its client says that it waits', async () => {
  const up = await upstream('one', [stallAt('before-headers')])
  const { url } = await startRig([up])
  const startedAt = Date.now()
  const answer = await sendMessage(url, { stream: false }, { 'x-stainless-timeout': '1' })
  expect([answer.status, Date.now() - startedAt < 1_000]).toEqual([504, true])
})

test('timeout.no-content: pings alone do not keep an answer that has begun', async () => {
  const endless = await pingingForEver()
  const { events, url } = await startRig([endless], { 'timeout.idle': 0.4, 'timeout.no-content': 0.6 })
  const answer = await sendMessage(url)
  expect([answer.status, answer.isComplete]).toEqual([200, false])
  expect(events.find(({ event }) => event === 'attempt')).toMatchObject({
    outcome: 'broken-stream',
    why: 'no content for 0.6 s',
  })
})

/** A listener whose queue is full, so that a further connection is neither taken nor refused. */
async function fullListener(): Promise<number> {
  const { connect } = await import('node:net')
  const { Worker } = await import('node:worker_threads')
  const worker = new Worker(
    `const { createServer } = require('node:net'); const { parentPort } = require('node:worker_threads')
     const server = createServer(() => {}).listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port)
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
     })`,
    { eval: true },
  )
  onTestFinished(async () => void (await worker.terminate()))
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  const fillers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined))
  onTestFinished(() => {
    for (const filler of fillers) filler.destroy()
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  return port
}

/** Answers with these bytes and then says nothing more. */
async function neverEnding(bytes: string): Promise<{ readonly name: string; readonly url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write(bytes))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return { name: 'endless', url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` }
}

/** Begins an answer and then only pings. */
async function pingingForEver(): Promise<{ readonly name: string; readonly url: string }> {
  const event = (type: string, more: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`
  const beginning =
    event('message_start', { message: {} }) +
    event('content_block_start', { index: 0 }) +
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'hi' } })
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${beginning}`)
        const pings = setInterval(() => socket.write(event('ping', {})), 50)
        socket.on('close', () => {
          clearInterval(pings)
        })
      })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return { name: 'pinging', url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` }
}
