import { expect, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { endpoint, given } from '../../test/support/fleet.ts'
import type { Probed } from '../core/health/probe.ts'
import type { DueProbe } from '../core/probes.ts'
import type { LogEvent } from '../ports/log.ts'
import type { AnswerSink, Outbound, Sender } from '../ports/sender.ts'
import type { FoundKey } from './probe.ts'
import { startProber } from './prober.ts'

/** An endpoint's requests in the test's hand, and an engine that says what the test wants. */
function setUp() {
  const clock = fakeClock()
  const sent: { readonly request: Outbound; readonly sink: AnswerSink }[] = []
  const said = { due: [] as DueProbe[], nextDueAt: null as number | null, connects: true }
  const asked = { due: 0, next: 0 }
  const told: (readonly [string, Probed])[] = []
  const events: LogEvent[] = []
  const listeners = new Set<() => void>()
  const sender: Sender = {
    send: (request, sink) => {
      sent.push({ request, sink })
      if (said.connects) sink.onSent()
      return { pause: () => undefined, resume: () => undefined, abort: () => undefined }
    },
    close: async () => undefined,
  }
  const engine = {
    dueProbes: () => {
      asked.due += 1
      return said.due.splice(0)
    },
    get nextDueAt() {
      asked.next += 1
      return said.nextDueAt
    },
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    probed: (source: string, probed: Probed) => void told.push([source, probed]),
  }
  const endpoints = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => endpoint(name))
  const vault = { keyOf: (): FoundKey => ({ kind: 'key', key: 'a-key' }) }
  const prober = startProber({
    ...{ clock, engine, sender, log: { write: (event) => void events.push(event) } },
    keyOf: async () => vault.keyOf(),
    settings: () => ({ 'probe.model': 'claude-small', 'probe.timeout': 30 }),
    endpoint: (id) => endpoints.find((one) => one.id === id) ?? null,
  })
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  const answer = async (index: number, status: number, body: unknown): Promise<void> => {
    const { sink } = given(sent[index])
    sink.onHead(status, [])
    sink.onData(Buffer.from(JSON.stringify(body)))
    sink.onEnd()
    await clock.pass(0)
  }
  const due = (name: string, more: Partial<DueProbe> = {}): DueProbe => ({
    ...{ why: 'trial', endpoint: given(endpoints.find((one) => one.name === name)), model: null },
    ...more,
  })
  return { answer, asked, changed, clock, due, endpoints, events, prober, said, sent, told, vault }
}

const MESSAGE = { type: 'message' }

test('it sleeps until a check is due, and tells the engine and the log what came of it', async () => {
  const { answer, asked, clock, due, events, said, sent, told, changed } = setUp()
  said.due = [due('a')]
  said.nextDueAt = clock.now() + 10_000
  changed()
  await clock.pass(9_000)
  expect([asked.due, sent.length]).toEqual([0, 0])
  said.nextDueAt = null
  await clock.pass(2_000)
  await answer(0, 200, {})
  await answer(1, 200, MESSAGE)
  expect(sent.map(({ request }) => request.path)).toEqual(['/v1/models', '/v1/messages'])
  expect(told).toMatchObject([['a', { result: 'pass', model: 'claude-small' }]])
  expect(events).toMatchObject([{ event: 'probe', reason: 'trial', endpoint: 'a', verdict: 'pass' }])
})

test('a thousand changes in a second wake it four times at most', async () => {
  const { asked, changed, clock, said } = setUp()
  said.nextDueAt = clock.now() + 60_000
  const before = asked.next
  for (let i = 0; i < 1_000; i++) {
    changed()
    await clock.pass(1)
  }
  expect(asked.next - before).toBeLessThanOrEqual(4)
  expect(asked.due).toBe(0)
})

test('what is due at once for ever does not become a busy loop', async () => {
  const { asked, changed, clock, said } = setUp()
  said.nextDueAt = 0
  changed()
  await clock.pass(10_000)
  expect(asked.due).toBeLessThanOrEqual(40)
  expect(asked.due).toBeGreaterThan(10)
})

test('one endpoint is never checked twice at once, and four checks are out at most', async () => {
  const { answer, prober, sent } = setUp()
  void prober.test(['a', 'a', 'b', 'c', 'd', 'e', 'f'])
  await Promise.resolve()
  await Promise.resolve()
  expect(sent.map(({ request }) => request.origin)).toHaveLength(4)
  expect(new Set(sent.map(({ request }) => request.origin)).size).toBe(4)
  await answer(0, 500, {})
  expect(sent).toHaveLength(5)
})

test('the reports come in the order of the ids, without those that there are not', async () => {
  const { clock, prober, sent } = setUp()
  const reports = prober.test(['b', 'nobody', 'a'])
  await clock.pass(1)
  for (const { sink } of sent.toReversed()) sink.onFailure({ reason: 'reset', detail: '' })
  expect(await reports).toMatchObject([
    { name: 'b', verdict: 'fail', outcome: 'unreachable' },
    { name: 'a', verdict: 'fail', outcome: 'unreachable' },
  ])
})

test('a check that gets no answer ends with its time, and says so', async () => {
  const { clock, prober, told } = setUp()
  const reports = prober.test(['a'])
  await clock.pass(0)
  await clock.pass(30_000)
  expect(await reports).toMatchObject([{ verdict: 'fail', outcome: 'timed-out', tookMs: 30_000 }])
  expect(told).toHaveLength(1)
})

test('a list of models that hangs leaves two thirds of the time for the message, which decides', async () => {
  const { answer, clock, prober, sent, told } = setUp()
  const reports = prober.test(['a'])
  await clock.pass(0)
  await clock.pass(9_900)
  expect(sent).toHaveLength(1)
  await clock.pass(200)
  expect(sent.map(({ request }) => request.path)).toEqual(['/v1/models', '/v1/messages'])
  await clock.pass(19_000)
  await answer(1, 200, MESSAGE)
  expect(await reports).toMatchObject([{ verdict: 'pass', step: 'message' }])
  expect(told).toMatchObject([['a', { result: 'pass' }]])
})

test('a slow connection keeps its own time, and one that never stands is asked for nothing more', async () => {
  const { clock, endpoints, prober, sent, said } = setUp()
  said.connects = false
  endpoints[0] = endpoint('a', { timers: { connectMs: 20_000, firstContentMs: 1, idleMs: 1 } })
  const reports = prober.test(['a'])
  await clock.pass(0)
  await clock.pass(19_900)
  expect(sent).toHaveLength(1)
  await clock.pass(200)
  expect(await reports).toMatchObject([
    { verdict: 'fail', step: 'connect', outcome: 'timed-out', tookMs: 20_000 },
  ])
  expect(sent).toHaveLength(1)
})

test('whether there is a network is asked without a key, and lifts nothing', async () => {
  const { answer, clock, due, said, sent, told, changed } = setUp()
  said.due = [due('a', { why: 'network' })]
  said.nextDueAt = clock.now()
  changed()
  await clock.pass(1_000)
  said.nextDueAt = null
  await answer(0, 401, {})
  expect(given(sent[0]).request.headers.join()).not.toContain('a-key')
  expect(told).toMatchObject([['a', { result: 'unclear', seen: { progress: 'streaming' } }]])
  expect(sent).toHaveLength(1)
})

test('after it was stopped nothing is sent or told', async () => {
  const { answer, changed, clock, due, prober, said, sent, told } = setUp()
  void prober.test(['a'])
  await clock.pass(1)
  prober.stop()
  said.due = [due('b')]
  said.nextDueAt = clock.now()
  changed()
  await answer(0, 500, {})
  await clock.pass(10_000)
  expect([sent.length, told.length]).toEqual([1, 0])
})

test('what comes of a check is not held against a key that is new since', async () => {
  const { answer, clock, endpoints, events, prober, told } = setUp()
  void prober.test(['a'])
  await clock.pass(1)
  endpoints[0] = endpoint('a', { credential: 'env:ANOTHER' })
  await answer(0, 401, {})
  await answer(1, 401, {})
  expect([events.length, told.length]).toEqual([1, 0])
})

test('a bug in a check is logged, and the next one is made', async () => {
  const { clock, events, prober, sent, vault } = setUp()
  vault.keyOf = () => {
    throw new TypeError('a bug')
  }
  expect(await prober.test(['a'])).toMatchObject([{ verdict: 'unclear', outcome: 'cancelled' }])
  expect(events).toMatchObject([{ event: 'fault' }])
  vault.keyOf = () => ({ kind: 'key', key: 'a-key' })
  void prober.test(['a'])
  await clock.pass(1)
  expect(sent).toHaveLength(1)
})
