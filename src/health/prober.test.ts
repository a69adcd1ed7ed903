import { expect, test } from 'vitest'
import { endpoint, given } from '../../test/support/fleet.ts'
import { MESSAGE, proberRig } from '../../test/support/prober-rig.ts'

test('it sleeps until a check is due, and tells the engine and the log what came of it', async () => {
  const { answer, asked, clock, due, events, said, sent, told, changed } = proberRig()
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
  expect(events).toMatchObject([{ event: 'probe', reason: 'trial', endpoint: 'a', verdict: 'ok' }])
})

test('a thousand changes in a second wake it four times at most', async () => {
  const { asked, changed, clock, said } = proberRig()
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
  const { asked, changed, clock, said } = proberRig()
  said.nextDueAt = 0
  changed()
  await clock.pass(10_000)
  expect(asked.due).toBeLessThanOrEqual(40)
  expect(asked.due).toBeGreaterThan(10)
})

test('one endpoint is never checked twice at once, and four checks of our own are out at most', async () => {
  const { answer, changed, clock, due, said, sent } = proberRig()
  said.due = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => due(name))
  said.nextDueAt = clock.now()
  changed()
  await clock.pass(600)
  expect(new Set(sent.map(({ request }) => request.origin)).size).toBe(4)
  expect(sent).toHaveLength(4)
  await answer(0, 500, {})
  expect(sent).toHaveLength(5)
})

test('whom a person asks for is asked at once, however many, and each one by one', async () => {
  const { answer, clock, prober, sent } = proberRig()
  const reports = prober.test(['a', 'a', 'b', 'c', 'd', 'e', 'f'], 'conversation')
  await clock.pass(0)
  expect(sent.map(({ request }) => request.origin)).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `https://${name}.example`),
  )
  for (let i = 0; i < 7; i++) await answer(i, 500, {})
  expect(sent).toHaveLength(7)
  expect((await reports).map(({ name, verdict }) => `${name} ${String(verdict)}`)).toEqual(
    ['a', 'a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name} outage`),
  )
})

test('a round asks every endpoint whether it is there', async () => {
  const { answer, events, prober, sent } = proberRig()
  const reports = prober.round()
  await Promise.resolve()
  for (let i = 0; i < 6; i++) await answer(i, 200, {})
  expect((await reports).map(({ kind, name, result }) => `${name} ${kind} ${result}`)).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name} free pass`),
  )
  expect(sent).toHaveLength(6)
  expect(events[0]).toMatchObject({ event: 'probe', reason: 'asked' })
})

test('what is there need not serve: a free check passes, and lifts nothing', async () => {
  const { answer, prober, told } = proberRig()
  const reports = prober.test(['a'], 'free')
  await Promise.resolve()
  await Promise.resolve()
  await answer(0, 401, {})
  expect(await reports).toMatchObject([{ kind: 'free', verdict: 'ok', result: 'pass', status: 401 }])
  expect(told).toMatchObject([
    ['a', { result: 'unclear', check: { kind: 'free', tokens: { in: 0, out: 0 } } }],
  ])
})

test('the reports come in the order of the ids, without those that there are not', async () => {
  const { clock, prober, sent } = proberRig()
  const reports = prober.test(['b', 'nobody', 'a'], 'conversation')
  await clock.pass(1)
  for (const { sink } of sent.toReversed()) sink.onFailure({ reason: 'reset', detail: '' })
  expect(await reports).toMatchObject([
    { name: 'b', result: 'fail', verdict: 'unreachable' },
    { name: 'a', result: 'fail', verdict: 'unreachable' },
  ])
})

test('a check that gets no answer ends with its time, and says so', async () => {
  const { clock, prober, told } = proberRig()
  const reports = prober.test(['a'], 'conversation')
  await clock.pass(0)
  await clock.pass(30_000)
  expect(await reports).toMatchObject([{ result: 'fail', verdict: 'time-out', totalMs: 20_000 }])
  expect(told).toHaveLength(1)
})

test('a list of models that hangs leaves two thirds of the time for the message, which decides', async () => {
  const { answer, clock, prober, sent, told } = proberRig()
  const reports = prober.test(['a'], 'conversation')
  await clock.pass(0)
  await clock.pass(9_900)
  expect(sent).toHaveLength(1)
  await clock.pass(200)
  expect(sent.map(({ request }) => request.path)).toEqual(['/v1/models', '/v1/messages'])
  await clock.pass(19_000)
  await answer(1, 200, MESSAGE)
  expect(await reports).toMatchObject([{ verdict: 'slow', kind: 'conversation' }])
  expect(told).toMatchObject([['a', { result: 'pass' }]])
})

test('a slow connection keeps its own time, and one that never stands is asked for nothing more', async () => {
  const { clock, endpoints, prober, sent, said } = proberRig()
  said.connects = false
  endpoints[0] = endpoint('a', { timers: { connectMs: 20_000, firstContentMs: 1, idleMs: 1 } })
  const reports = prober.test(['a'], 'conversation')
  await clock.pass(0)
  await clock.pass(19_900)
  expect(sent).toHaveLength(1)
  await clock.pass(200)
  expect(await reports).toMatchObject([{ result: 'fail', kind: 'free', verdict: 'time-out', totalMs: null }])
  expect(sent).toHaveLength(1)
})

test('whether there is a network is asked without a key, and lifts nothing', async () => {
  const { answer, clock, due, said, sent, told, changed } = proberRig()
  said.due = [due('a', { why: 'network', kind: 'reach' })]
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
  const { answer, changed, clock, due, prober, said, sent, told } = proberRig()
  void prober.test(['a'], 'conversation')
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
  const { answer, clock, endpoints, events, prober, told } = proberRig()
  void prober.test(['a'], 'conversation')
  await clock.pass(1)
  endpoints[0] = endpoint('a', { credential: 'env:ANOTHER' })
  await answer(0, 401, {})
  await answer(1, 401, {})
  expect([events.length, told.length]).toEqual([1, 0])
})

test('a bug in a check is logged, and the next one is made', async () => {
  const { clock, events, prober, sent, vault } = proberRig()
  vault.keyOf = () => {
    throw new TypeError('a bug')
  }
  expect(await prober.test(['a'], 'conversation')).toMatchObject([{ result: 'unclear', verdict: null }])
  expect(events).toMatchObject([{ event: 'fault' }])
  vault.keyOf = () => ({ kind: 'key', key: 'a-key' })
  void prober.test(['a'], 'conversation')
  await clock.pass(1)
  expect(sent).toHaveLength(1)
})
