import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import type { QueueWhat } from '../../src/ports/trail.ts'
import { readStream, readWhole } from '../support/answer-text.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { startQueueRig, type QueueRig } from '../support/queue-rig.ts'
import { eventually, upstream } from '../support/rig.ts'

const GOOD: Act = { do: 'serve', headers: { 'request-id': 'req_1' } }
const OUT: Act = { do: 'status', status: 500 }
const FULL_STOP: Act = { do: 'status', status: 400, message: 'too many tools' }
/** Some tenths of a second from the first content to the last. */
const SLOW: Act = { do: 'serve', deltas: 12, manner: { everyMs: 40 } }
const AT_ONCE = { 'queue.auto': 'on', 'queue.strategy': 'immediate' } as const

const sentAgain = ({ events }: QueueRig): number => events.filter(({ event }) => event === 'retry').length

/** What the trails say that the queue had to do with each request that is over. */
const queueSteps = ({ trails }: QueueRig): readonly (readonly QueueWhat[])[] =>
  trails.map(({ steps }) => steps.flatMap((step) => (step.kind === 'queue' ? [step.what] : [])))

test.each([
  ['a limit', { do: 'status', status: 429, headers: { 'retry-after': '30' } }, 429, '30', 'all-limited'],
  ['a failure', OUT, 500, undefined, 'all-out'],
  ['an overload', { do: 'status', status: 529, headers: { 'retry-after': '9' } }, 503, '9', 'all-out'],
  ['a key that is refused', { do: 'status', status: 401 }, 401, undefined, 'no-credential'],
  ['an empty account', { do: 'status', status: 402 }, 402, undefined, 'no-balance'],
] as const)(
  'a request that nobody serves is on disk before its client hears of it: %s',
  async (_, act, status, after, reason) => {
    const one = await upstream('one', [act])
    const rig = await startQueueRig([one])
    const answer = await sendMessage(rig.url)
    expect([answer.status, answer.headers['retry-after']]).toEqual([status, after])
    const id = answer.headers['x-qcc-request-id']
    expect(await rig.item()).toMatchObject({ id, state: 'pending', reason, isAccepted: false, tries: [] })
    expect(rig.told()).toMatchObject([{ event: 'parked', request: id, item: id, reason }])
    await eventually('the trail is there', () => rig.trails.length === 1)
    expect(queueSteps(rig)).toEqual([['parked']])
  },
)

test('no credential and no header of QCC is kept', async () => {
  const one = await upstream('one', [OUT, GOOD])
  const rig = await startQueueRig([one], { flags: AT_ONCE })
  const secrets = { authorization: 'Bearer made-up', 'x-api-key': 'made-up', cookie: 'made=up' }
  await sendMessage(rig.url, {}, { ...secrets, 'x-qcc-queue': 'no', 'x-own': 'kept', te: 'trailers' })
  await eventually('it was sent again', () => sentAgain(rig) === 1)
  const [first, second] = one.seen
  expect(second?.headers).toEqual(first?.headers)
  expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true)
  expect(second?.path).toBe(first?.path)
  const names = second?.headers.map(([name]) => name)
  expect(names).toEqual(expect.arrayContaining(['x-own', 'x-api-key']))
  expect(names).not.toEqual(expect.arrayContaining(['cookie']))
})

test.each([
  ['for its client', { 'queue.strategy': 'immediate' }],
  ['for a minute to be over', { 'queue.auto': 'on', 'queue.base': 60 }],
] as const)(
  'a request that comes again takes the item over that waits %s, and is never sent again once it was served',
  async (_, flags) => {
    const one = await upstream('one', [OUT, GOOD])
    const rig = await startQueueRig([one], { flags })
    await sendMessage(rig.url)
    const answer = await sendMessage(rig.url)
    expect([answer.status, readStream(answer.body).text]).toEqual([200, 'hello from one'])
    await eventually('it is recorded', () => rig.trails.length === 2)
    expect(await rig.item()).toMatchObject({ state: 'succeeded', finalReason: 'served-live', answer: null })
    expect(queueSteps(rig)).toEqual([['parked'], ['taken-over']])
    await rig.queue.retry(null)
    expect(one.seen).toHaveLength(2)
  },
)

test('a request that comes again and finds nobody is the same item, as new', async () => {
  const one = await upstream('one', [OUT])
  const rig = await startQueueRig([one])
  for (let i = 0; i < 3; i++) await sendMessage(rig.url)
  await eventually('they are over', () => rig.trails.length === 3)
  const item = await rig.item()
  expect(item).toMatchObject({ id: rig.trails[0]?.request, state: 'pending', tries: [] })
  expect(item.renewedAt).toBeGreaterThan(item.parkedAt)
  expect(queueSteps(rig)).toEqual([['parked'], ['taken-over', 'parked'], ['taken-over', 'parked']])
})

test.each([
  ['fault', FULL_STOP],
  ['cancelled', SLOW],
  ['broken', { do: 'serve', breakAt: { phase: 'in-text', how: 'reset' } }],
] as const)('a request that comes again and ends as %s is sent by nobody any more', async (reason, act) => {
  const one = await upstream('one', [OUT, act])
  const rig = await startQueueRig([one], { flags: { 'queue.auto': 'on', 'queue.base': 60 } })
  await sendMessage(rig.url)
  if (reason === 'cancelled') await leave(rig)
  else await sendMessage(rig.url)
  await eventually('it is over', () => rig.trails.length === 2)
  expect(await rig.item()).toMatchObject({ state: 'failed', finalReason: reason })
  await rig.queue.retry(null)
  expect(one.seen).toHaveLength(2)
})

/** Sends the same once more, and leaves at the first bytes of the answer. */
async function leave({ url }: QueueRig): Promise<void> {
  const answer = await asking(url)
  await once(answer, 'data')
  answer.destroy()
}

/** The same request as that of `sendMessage`, with its answer still to be read. */
async function asking(url: string): Promise<IncomingMessage> {
  const headers = { 'content-type': 'application/json' }
  const sending = request(`${url}/v1/messages?beta=true`, { method: 'POST', agent: false, headers })
  sending.end(JSON.stringify({ model: 'claude-opus-5-5', max_tokens: 64, messages: [], stream: true }))
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  return answer
}

test.each([
  ['the request’s own fault', FULL_STOP],
  ['a break after the first content', { do: 'serve', breakAt: { phase: 'in-text', how: 'reset' } }],
] as const)('%s is not kept', async (_, act) => {
  const one = await upstream('one', [act])
  const rig = await startQueueRig([one])
  await sendMessage(rig.url)
  await eventually('it is over', () => rig.trails.length === 1)
  expect([await rig.items(), rig.told()]).toEqual([[], []])
})

test('neither is what no endpoint is there for, what is no message, or what a client left', async () => {
  const rig = await startQueueRig([])
  expect((await sendMessage(rig.url)).status).toBe(503)
  const one = await upstream('one', [{ do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } }])
  const other = await startQueueRig([one])
  const sending = request(`${other.url}/v1/messages`, { method: 'POST', agent: false })
  sending.on('error', () => undefined)
  sending.end('{"model":"m","stream":true}')
  await eventually('it is asked', () => one.seen.length === 1)
  sending.destroy()
  await eventually('it is over', () => other.trails.length === 1)
  expect([await rig.items(), await other.items()]).toEqual([[], []])
})

test('what is sent by itself is answered once, to the client that comes back', async () => {
  const one = await upstream('one', [OUT, GOOD])
  const rig = await startQueueRig([one], { flags: AT_ONCE })
  const refused = await sendMessage(rig.url)
  await eventually('it was sent again', () => sentAgain(rig) === 1)
  expect(await rig.item()).toMatchObject({
    state: 'succeeded',
    finalReason: 'answered',
    answer: { givenAt: null },
  })
  const answer = await sendMessage(rig.url)
  expect([answer.status, readStream(answer.body)]).toEqual([200, { text: 'hello from one', starts: 1 }])
  expect(answer.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-qcc-queue': refused.headers['x-qcc-request-id'],
    'request-id': 'req_1',
  })
  await eventually('it is over', () => rig.trails.length === 3)
  expect(queueSteps(rig)).toEqual([['parked'], ['sent-again'], ['answered']])
  expect(rig.trails[2]).toMatchObject({
    request: answer.headers['x-qcc-request-id'],
    attempts: 0,
    endpoint: null,
  })
  const { tries } = await rig.item()
  expect(tries).toMatchObject([{ request: rig.trails[1]?.request, endpoint: 'rig/one', end: 'served' }])
  expect(tries[0]?.receipts[0]?.usage?.output).toBeGreaterThan(0)
  expect(one.seen).toHaveLength(2)
  await sendMessage(rig.url)
  expect(one.seen).toHaveLength(3)
})

test('a client that comes back while it is sent gets what is there and what comes', async () => {
  const one = await upstream('one', [OUT, SLOW])
  const rig = await startQueueRig([one], { flags: AT_ONCE })
  await sendMessage(rig.url)
  await eventually('content has come', () => rig.events.some(({ event }) => event === 'commit'))
  const first = await asking(rig.url)
  const second = await sendMessage(rig.url)
  const chunks: Buffer[] = []
  for await (const chunk of first) chunks.push(chunk as Buffer)
  expect(readStream(Buffer.concat(chunks))).toEqual({ text: 'hello from one', starts: 1 })
  expect(Buffer.concat(chunks).equals(second.body)).toBe(true)
  await eventually('it is recorded', () => sentAgain(rig) === 1)
  expect(one.seen).toHaveLength(2)
  expect(await rig.item()).toMatchObject({ state: 'succeeded', finalReason: 'served-live' })
})

test('a client that was attached to what came to nothing goes on by itself', async () => {
  const late: Act = { do: 'status', status: 500, afterMs: 300 }
  const one = await upstream('one', [OUT, late, GOOD])
  const rig = await startQueueRig([one], { flags: AT_ONCE })
  await sendMessage(rig.url)
  await eventually('it is being sent', () => one.seen.length === 2)
  const answer = await sendMessage(rig.url)
  expect(readStream(answer.body)).toEqual({ text: 'hello from one', starts: 1 })
  await eventually('it is over', () => rig.trails.length === 3)
  expect(queueSteps(rig)[2]).toEqual(['attached', 'detached', 'taken-over'])
  expect(await rig.item()).toMatchObject({ state: 'succeeded', finalReason: 'served-live' })
  expect(one.seen).toHaveLength(3)
})

test('a client whose attached answer breaks off is cut off, and nobody sends it again', async () => {
  const one = await upstream('one', [OUT, { ...SLOW, breakAt: { phase: 'in-text', how: 'reset' } }])
  const rig = await startQueueRig([one], { flags: { ...AT_ONCE, 'queue.max-attempts': 9 } })
  await sendMessage(rig.url)
  await eventually('it is being sent', () => one.seen.length === 2)
  const answer = await sendMessage(rig.url)
  expect([answer.status, answer.isComplete]).toEqual([200, false])
  await eventually('it is recorded', () => sentAgain(rig) === 1)
  expect(await rig.item()).toMatchObject({ state: 'failed', finalReason: 'broken' })
})

test('a client that leaves what it was attached to does not end it: its answer is kept', async () => {
  const one = await upstream('one', [OUT, SLOW])
  const rig = await startQueueRig([one], { flags: AT_ONCE })
  await sendMessage(rig.url)
  await eventually('content has come', () => rig.events.some(({ event }) => event === 'commit'))
  await leave(rig)
  await eventually('it is recorded', () => sentAgain(rig) === 1)
  expect(await rig.item()).toMatchObject({
    state: 'succeeded',
    finalReason: 'answered',
    answer: { givenAt: null },
  })
})

test('what a proxy was sending when it stopped waits again, and the next one sends it', async () => {
  const one = await upstream('one', [OUT, SLOW, GOOD])
  const rig = await startQueueRig([one], { flags: AT_ONCE })
  await sendMessage(rig.url)
  await eventually('content has come', () => rig.events.some(({ event }) => event === 'commit'))
  await rig.composed.close()
  expect(await rig.item()).toMatchObject({ state: 'pending', tries: [{ end: 'broken' }] })
  const next = await startQueueRig([one], { flags: AT_ONCE, home: rig.home })
  await eventually('it was sent again', () => sentAgain(next) === 1)
  expect(await next.item()).toMatchObject({ state: 'succeeded' })
  expect(readStream((await sendMessage(next.url)).body).text).toBe('hello from one')
  expect(one.seen).toHaveLength(3)
})

test('a person may have it sent at any time, and hears what came of it', async () => {
  const one = await upstream('one', [OUT, OUT, FULL_STOP, GOOD])
  const rig = await startQueueRig([one])
  await sendMessage(rig.url)
  const { id } = await rig.item()
  expect(await rig.queue.retry([id])).toMatchObject([{ id, end: 'nobody', status: 500, state: 'pending' }])
  expect(await rig.queue.retry(null)).toMatchObject([{ id, end: 'fault', status: 400, state: 'failed' }])
  // What an endpoint refused another may take, if a person thinks so.
  expect(await rig.queue.retry([id])).toMatchObject([{ id, end: 'served', state: 'succeeded' }])
  expect(await rig.queue.retry([id, 'f0'])).toMatchObject([
    { id, end: 'not-pending', state: 'succeeded' },
    { id: 'f0', end: 'none' },
  ])
  expect(one.seen).toHaveLength(4)
})

test('with nobody there nothing is sent, by hand either, and that is no try', async () => {
  const one = await upstream('one', [{ do: 'status', status: 429, headers: { 'retry-after': '600' } }])
  const rig = await startQueueRig([one], { flags: AT_ONCE })
  await sendMessage(rig.url)
  const { id } = await rig.item()
  expect(await rig.queue.retry([id])).toMatchObject([{ id, end: 'nobody-eligible', state: 'pending' }])
  expect(one.seen).toHaveLength(1)
  expect(await rig.item()).toMatchObject({ state: 'pending', tries: [] })
})

test('an answer that was asked for whole is given whole', async () => {
  const one = await upstream('one', [OUT, GOOD])
  const rig = await startQueueRig([one], { flags: AT_ONCE })
  await sendMessage(rig.url, { stream: false })
  await eventually('it was sent again', () => sentAgain(rig) === 1)
  const answer = await sendMessage(rig.url, { stream: false })
  expect([answer.headers['content-type'], readWhole(answer.body).text]).toEqual([
    'application/json',
    'hello from one',
  ])
  expect(one.seen).toHaveLength(2)
})

test('another profile, another query or another byte is another request', async () => {
  const one = await upstream('one', [OUT])
  const rig = await startQueueRig([one])
  await sendMessage(rig.url)
  await sendMessage(`${rig.url}/p/rig`)
  await sendMessage(rig.url, { max_tokens: 65 })
  expect((await rig.items()).map(({ fence }) => fence)).toEqual([null, 'rig', null])
  expect(queueSteps(rig)).toEqual([['parked'], ['parked'], ['parked']])
})

test('the message of the error is the one that it would be without a queue', async () => {
  const one = await upstream('one', [{ do: 'status', status: 500, message: 'its own words' }])
  const rig = await startQueueRig([one])
  expect(errorOf(await sendMessage(rig.url)).message).toBe('its own words')
})
