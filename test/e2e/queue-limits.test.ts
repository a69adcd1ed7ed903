import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import { sendMessage } from '../support/http.ts'
import { startQueueRig, type QueueRig } from '../support/queue-rig.ts'
import { request } from '../support/queues.ts'
import { eventually, QUESTION, upstream } from '../support/rig.ts'

const GOOD: Act = { do: 'serve' }
const OUT: Act = { do: 'status', status: 500 }
const LIMITED: Act = { do: 'status', status: 429, headers: { 'retry-after': '600' } }

const retries = ({ events }: QueueRig) => events.flatMap((one) => (one.event === 'retry' ? [one] : []))

test('queue.enabled off: nothing is kept, and nothing that is kept is sent or given', async () => {
  const one = await upstream('one', [OUT])
  const flags = { 'queue.auto': 'on', 'queue.strategy': 'immediate' } as const
  const before = await startQueueRig([one], { flags: { ...flags, 'queue.auto': 'off' } })
  await sendMessage(before.url)
  await before.composed.close()
  const rig = await startQueueRig([one], { home: before.home, flags: { ...flags, 'queue.enabled': 'off' } })
  one.play(OUT, GOOD)
  await sendMessage(rig.url, { max_tokens: 1 })
  await sendMessage(rig.url)
  await eventually('they are over', () => rig.trails.length === 2)
  const steps = rig.trails.flatMap(({ steps: all }) => all.filter(({ kind }) => kind === 'queue'))
  expect([(await rig.item()).state, rig.told(), steps, one.seen.length]).toEqual(['pending', [], [], 3])
})

test('queue.max-items: what has finished goes first, and what waits is not given up for another', async () => {
  const one = await upstream('one', [OUT, GOOD, OUT])
  const rig = await startQueueRig([one], { flags: { 'queue.max-items': 2 } })
  for (const tokens of [1, 1, 2, 3, 4]) await sendMessage(rig.url, { max_tokens: tokens })
  expect((await rig.items()).map(({ state }) => state)).toEqual(['pending', 'pending'])
  const last = rig.told().at(-1)
  expect(last).toMatchObject({ event: 'not-parked', why: expect.stringContaining('full') as unknown })
  await eventually('all are over', () => rig.trails.length === 5)
  expect(rig.trails[4]?.steps.at(-1)).toMatchObject({ kind: 'queue', what: 'not-parked', item: null })
})

test('queue.max-bytes: a request for which there is no room has its error all the same', async () => {
  const one = await upstream('one', [OUT])
  const rig = await startQueueRig([one], { flags: { 'queue.max-bytes': 20 } })
  expect((await sendMessage(rig.url)).status).toBe(500)
  expect([await rig.items(), rig.told()]).toMatchObject([[], [{ event: 'not-parked' }]])
})

test('a home that cannot be written: the request has its error, and the log says why, once', async () => {
  const one = await upstream('one', [OUT])
  const rig = await startQueueRig([one])
  mkdirSync(join(rig.home, 'queue.db'))
  const answers = [await sendMessage(rig.url), await sendMessage(rig.url)]
  expect(answers.map(({ status }) => status)).toEqual([500, 500])
  const kinds = rig.told().map(({ event }) => event)
  expect(kinds.toSorted()).toEqual(['not-parked', 'not-parked', 'queue-fault'])
  one.play(GOOD)
  expect((await sendMessage(rig.url)).status).toBe(200)
})

test('a database that was removed is made anew', async () => {
  const one = await upstream('one', [OUT])
  const rig = await startQueueRig([one])
  await sendMessage(rig.url)
  for (const end of ['', '-wal', '-shm']) rmSync(join(rig.home, `queue.db${end}`))
  await sendMessage(rig.url, { max_tokens: 1 })
  expect(await rig.items()).toHaveLength(1)
})

test('queue.auto off: nothing is sent by itself', async () => {
  const one = await upstream('one', [OUT, GOOD])
  const rig = await startQueueRig([one], { flags: { 'queue.strategy': 'immediate' } })
  await sendMessage(rig.url)
  // Whatever happens makes the queue look.
  await sendMessage(rig.url, { max_tokens: 1 })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(one.seen).toHaveLength(2)
})

/** How long after it was parked, or sent before, each sending of an item began. */
async function gaps(rig: QueueRig, sendings: number): Promise<readonly number[]> {
  await eventually(`it was sent ${String(sendings)} times`, () => retries(rig).length >= sendings, 8_000)
  const { parkedAt, tries } = await rig.item()
  const times = [parkedAt, ...tries.map(({ at }) => at)]
  return times.slice(1).map((at, index) => at - (times[index] ?? 0))
}

/** An endpoint that stays eligible whatever it answers to one request: its circuit opens after far more. */
const TOUGH = { 'circuit.failure-threshold': 100, 'queue.auto': 'on' } as const

test('queue.strategy, queue.base, queue.max-delay: exponential', async () => {
  const one = await upstream('one', [OUT])
  const rig = await startQueueRig([one], { flags: { ...TOUGH, 'queue.base': 0.1, 'queue.max-delay': 0.3 } })
  await sendMessage(rig.url)
  const [first = 0, second = 0, third = 0] = await gaps(rig, 3)
  expect(first).toBeGreaterThanOrEqual(100)
  expect(second).toBeGreaterThanOrEqual(200)
  expect(third).toBeGreaterThanOrEqual(300)
  expect(third).toBeLessThan(1_500)
})

test('queue.strategy, queue.base: fixed, and with queue.max-attempts to an end', async () => {
  const one = await upstream('one', [OUT])
  const flags = { ...TOUGH, 'queue.strategy': 'fixed', 'queue.base': 0.15, 'queue.max-attempts': 3 } as const
  const rig = await startQueueRig([one], { flags })
  await sendMessage(rig.url)
  for (const gap of await gaps(rig, 3)) expect(gap).toBeGreaterThanOrEqual(150)
  expect(await rig.item()).toMatchObject({ state: 'failed', finalReason: 'attempts' })
  expect(retries(rig).map(({ state }) => state)).toEqual(['pending', 'pending', 'failed'])
})

test('queue.strategy: immediate, as soon as a bench is over and not before', async () => {
  const one = await upstream('one', [{ do: 'status', status: 429, headers: { 'retry-after': '1' } }, GOOD])
  const rig = await startQueueRig([one], { flags: { 'queue.auto': 'on', 'queue.strategy': 'immediate' } })
  await sendMessage(rig.url)
  const [gap = 0] = await gaps(rig, 1)
  expect(gap).toBeGreaterThan(900)
  expect(gap).toBeLessThan(2_500)
  expect(one.seen).toHaveLength(2)
})

test('queue.ttl: what is too old is not sent any more, and then forgotten', async () => {
  const one = await upstream('one', [LIMITED])
  const rig = await startQueueRig([one], { flags: { 'queue.ttl': 1 } })
  await sendMessage(rig.url)
  const { id } = await rig.item()
  const states: string[] = []
  for (let waited = 0; waited < 4_000 && states.at(-1) !== 'gone'; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    states.push((await rig.items())[0]?.state ?? 'gone')
  }
  expect([...new Set(states)]).toEqual(['pending', 'expired', 'gone'])
  expect(await rig.queue.retry([id])).toMatchObject([{ end: 'none' }])
})

test('queue.attach: after that time an answer is nobody’s any more', async () => {
  const one = await upstream('one', [OUT, GOOD])
  const flags = { 'queue.auto': 'on', 'queue.strategy': 'immediate', 'queue.attach': 0 } as const
  const rig = await startQueueRig([one], { flags })
  await sendMessage(rig.url)
  await eventually('it was sent again', () => retries(rig).length === 1)
  const answer = await sendMessage(rig.url)
  expect(answer.headers['x-qcc-queue']).toBeUndefined()
  expect(one.seen).toHaveLength(3)
})

test('few are sent at once: one, then more with each that is served, and never more than four', async () => {
  const soon: Act = { do: 'status', status: 429, headers: { 'retry-after': '3' } }
  const one = await upstream('one', [soon, { do: 'serve', manner: { headersAfterMs: 60 } }])
  const rig = await startQueueRig([one], { flags: { 'queue.auto': 'on', 'queue.strategy': 'immediate' } })
  await Promise.all(Array.from({ length: 16 }, (_, i) => sendMessage(rig.url, { max_tokens: i + 1 })))
  const parked = (await rig.items()).length
  const open: number[] = []
  rig.engine.onChange(() => open.push(rig.engine.inFlight))
  await eventually('all were sent', () => retries(rig).length === parked, 15_000)
  expect(parked).toBeGreaterThanOrEqual(8)
  expect(Math.max(...open)).toBe(4)
  // The second goes out only when the first has been served.
  expect(open.findIndex((many) => many > 1)).toBeGreaterThan(open.indexOf(1) + 1)
})

test('a thousand items with everybody out: nothing is sent, and next to nothing is done', async () => {
  const one = await upstream('one', [LIMITED])
  const rig = await startQueueRig([one], { flags: { 'queue.auto': 'on', 'queue.strategy': 'immediate' } })
  await sendMessage(rig.url)
  const kept = Array.from({ length: 999 }, (_, i) => request(`${String(i)}-0`, { model: QUESTION.model }))
  await Promise.all(kept.map((each) => rig.queue.park(each, { reason: 'all-out', isAccepted: false })))
  expect(await rig.items()).toHaveLength(1_000)
  const asked = one.seen.length
  await new Promise((resolve) => setTimeout(resolve, 200))
  const before = process.cpuUsage()
  const startedAt = performance.now()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const idle = process.cpuUsage(before)
  const idleMs = (idle.user + idle.system) / 1_000
  const forMs = performance.now() - startedAt
  console.log(
    `1,000 items, nobody there: ${idleMs.toFixed(0)} ms of CPU in ${forMs.toFixed(0)} ms, ${String(one.seen.length - asked)} sent`,
  )
  expect(one.seen).toHaveLength(asked)
  expect(retries(rig)).toEqual([])
  expect(idleMs).toBeLessThan(forMs / 4)
})

test('no word of a request or an answer is on disk in clear', async () => {
  const one = await upstream('one', [OUT, { do: 'serve', text: 'AN-ANSWER-IN-CLEAR' }])
  const rig = await startQueueRig([one], { flags: { 'queue.auto': 'on', 'queue.strategy': 'immediate' } })
  await sendMessage(
    rig.url,
    { messages: [{ role: 'user', content: 'A-PROMPT-IN-CLEAR' }] },
    { 'x-own': 'A-HEADER' },
  )
  await eventually('it was sent again', () => retries(rig).length === 1)
  const files = ['', '-wal'].map((end) => readFileSync(join(rig.home, `queue.db${end}`)).toString('latin1'))
  for (const text of ['AN-ANSWER-IN', 'A-PROMPT-IN', 'A-HEADER', 'key-of-one']) {
    expect([...files, JSON.stringify([rig.events, rig.trails])].join()).not.toContain(text)
  }
})
