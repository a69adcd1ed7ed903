/** Everybody is out for twenty seconds, then one is back: the request is held, or kept and met again, or nobody's any more. */
import { expect, test } from 'vitest'
import type { QueueListShape } from '../../src/views/shapes/queue.ts'
import type { Act } from '../../src/lab/act.ts'
import { QCC } from '../support/qcc.ts'
import type { Client } from './client.ts'
import { GREETING, type Conversation } from './conversation.ts'
import { clientBinary, stageOf, type Case, type Stage } from './stage.ts'

const OUT: Act = { do: 'status', status: 503 }
const OUT_MS = 20_000
const NO_KEY: Act = { do: 'status', status: 401 }
/** Longer than a client ever waits before it comes back, also when the machine is busy and it has come more often. */
const LONG: Conversation = [{ ...GREETING[0], deltas: 40, manner: { everyMs: 1_200 } }]

/** One that comes back, and one that does not. */
const outage = (name: string, conversation = GREETING): Case => ({
  ...{ name, conversation },
  parts: [{ first: OUT, forMs: OUT_MS }, { always: OUT }],
})
const noKey: Case = {
  ...{ name: 'told-not-to', conversation: GREETING },
  parts: [{ first: NO_KEY, forMs: 3_000 }, { always: NO_KEY }],
}

// Whoever is not held hears at once that nobody can serve.
const HOLDS_NOBODY = { 'hold.max': 0 }
const byHand = stageOf([outage('held'), outage('comes-back'), outage('gives-up'), noKey], HOLDS_NOBODY)
// The queue finds the endpoint that is back within seconds, long before the client asks again.
const byItself = stageOf([outage('stored'), outage('running', LONG)], {
  ...HOLDS_NOBODY,
  ...{ 'queue.auto': 'on', 'queue.strategy': 'immediate', 'queue.max-attempts': 50, 'circuit.max-open': 2 },
})

/** Runs a client on a case, and looks at what became of its request. */
async function playedOut(stage: Stage, name: string, more: Partial<Client> = {}) {
  const { code, retries, said } = await stage.run(name, { patienceMs: 150_000, ...more })
  const played = stage.played(name)
  const { items } = JSON.parse(await stage.qcc('queue', 'list', '--json')) as QueueListShape
  const bodies = played.flatMap(({ asked }) => asked.map(({ body }) => body.toString()))
  return {
    ended: { code, said },
    retries,
    paid: played.reduce((sum, one) => sum + one.paid, 0),
    bodies,
    items: items.filter(({ profile }) => profile === name),
  }
}

const SERVED = { code: 0, said: GREETING[0]?.text }

test.concurrent('qcc run --hold: it waits without a word, and is served once', async () => {
  const { ended, items, paid, retries } = await playedOut(byHand, 'held', {
    program: [process.execPath, QCC, '--quiet', 'run', 'held', '--hold', '5m', '--'],
    baseUrl: 'http://127.0.0.1:9',
    env: { ...byHand.environment, QCC_CLAUDE_COMMAND: clientBinary() },
    patienceMs: 240_000,
  })
  expect({ ended, items, paid, retries }).toEqual({ ended: SERVED, items: [], paid: 1, retries: 0 })
})

test.concurrent('a client that comes back by itself takes its request over each time, with the same bytes, and is served once', async () => {
  const { bodies, ended, items, paid, retries } = await playedOut(byHand, 'comes-back')
  expect({ ended, paid }).toEqual({ ended: SERVED, paid: 1 })
  expect(retries).toBeGreaterThan(4)
  expect([bodies.length > 8, new Set(bodies).size]).toEqual([true, 1])
  expect(items).toMatchObject([{ state: 'succeeded', finalReason: 'served-live', tries: [] }])
})

test.concurrent('queue.auto: what was answered before the client came back is given to it, and was paid once', async () => {
  const { ended, items, paid } = await playedOut(byItself, 'stored')
  expect({ ended, paid }).toEqual({ ended: SERVED, paid: 1 })
  expect(items).toMatchObject([
    { state: 'succeeded', finalReason: 'answered', answer: { givenAt: expect.any(Number) as number } },
  ])
  expect(items[0]?.tries.at(-1)).toMatchObject({ end: 'served', endpoint: 'stored/e1' })
})

test.concurrent('queue.auto: a client that comes back while its request is sent is attached to that, and it was paid once', async () => {
  const { ended, items, paid } = await playedOut(byItself, 'running')
  expect({ ended, paid }).toEqual({ ended: SERVED, paid: 1 })
  expect(items).toMatchObject([{ state: 'succeeded', finalReason: 'served-live', answer: null }])
  expect(items[0]?.tries.at(-1)).toMatchObject({ end: 'served', endpoint: 'running/e1' })
})

/** Once the endpoint is back, another client is served, so that everybody knows it; the first request stays what it was. */
async function servedWithout(name: string, first: string, outMs: number): Promise<void> {
  const asked = () =>
    byHand
      .played(name)
      .flatMap((one) => one.asked)
      .filter(({ body }) => body.includes(first))
  const { length } = asked()
  const isBackAt = (asked()[0]?.at ?? 0) + outMs
  await new Promise((resolve) => setTimeout(resolve, isBackAt - Date.now()))
  const { ended, items, paid } = await playedOut(byHand, name, { prompt: 'the second one' })
  expect({ ended, paid }).toEqual({ ended: SERVED, paid: 1 })
  expect(asked()).toHaveLength(length)
  expect(items.at(-1)).toMatchObject({ state: 'pending', waitsFor: { kind: 'hand' }, tries: [] })
}

test.concurrent('nothing more is sent for a client that gave up', async () => {
  const first = 'the one that goes'
  const { ended, items } = await playedOut(byHand, 'gives-up', { prompt: first, patienceMs: 7_000 })
  expect(ended.code).toBe(null)
  expect(items).toHaveLength(1)
  await servedWithout('gives-up', first, OUT_MS)
})

test.concurrent('nothing more is sent for a client that was told not to come back', async () => {
  const first = 'the one that fails'
  const { bodies, ended, items } = await playedOut(byHand, 'told-not-to', { prompt: first })
  expect([ended.code, bodies.length]).toEqual([1, 2])
  expect(items).toMatchObject([{ reason: 'no-credential' }])
  await servedWithout('told-not-to', first, 3_000)
})
