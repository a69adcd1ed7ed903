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
    outcome: 'timed-out',
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
