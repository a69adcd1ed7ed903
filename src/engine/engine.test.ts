import { expect, test } from 'vitest'
import { activeEndpoints, type Document } from '../core/config/document.ts'
import { endpointId } from '../core/model.ts'
import { onConfig, onOutcome, onSend } from '../core/router.ts'
import { Engine } from './engine.ts'

const TIMERS = { connectMs: 1, firstContentMs: 2, idleMs: 3 }
const entry = (name: string, weight = 100) =>
  ({ name, baseUrl: `https://${name}.example/base`, auth: 'bearer', credential: 'env:KEY', weight }) as const
const document = (defaultProfile?: string): Document => ({
  profiles: [
    { name: 'work', endpoints: [entry('one'), entry('two', 0)] },
    { name: 'home', endpoints: [entry('three')] },
  ],
  defaultProfile,
  settings: {},
})
const [ONE, TWO] = [endpointId('work/one'), endpointId('work/two')]

test('the default profile serves, or the first one, each endpoint taken whole', () => {
  expect(activeEndpoints(document(), TIMERS).map(({ id }) => id)).toEqual([ONE, TWO])
  expect(activeEndpoints(document('home'), TIMERS)).toEqual([
    {
      id: 'home/three',
      name: 'home/three',
      origin: 'https://three.example',
      pathPrefix: '/base',
      auth: 'bearer',
      credential: 'env:KEY',
      weight: 100,
      timers: TIMERS,
    },
  ])
  expect(activeEndpoints({ profiles: [], settings: {} }, TIMERS)).toEqual([])
})

test('an engine asks each endpoint once for a request, and then nobody', () => {
  const engine = new Engine(activeEndpoints(document(), TIMERS), { roll: () => 0.5 })
  const ask = (...tried: (typeof ONE)[]) => {
    const decision = engine.acquire({ tried: new Set(tried), session: null })
    return decision.kind === 'send' ? decision.to.id : decision.kind
  }
  expect([ask(), ask(ONE), ask(TWO), ask(ONE, TWO)]).toEqual([ONE, TWO, ONE, 'exhausted'])
  expect(engine.size).toBe(2)
})

test('what is acquired is in flight until it is released', () => {
  const engine = new Engine(activeEndpoints(document(), TIMERS), { roll: () => 0 })
  engine.acquire({ tried: new Set(), session: 'a' })
  engine.acquire({ tried: new Set([ONE]), session: 'a' })
  expect(engine.inFlight).toBe(2)
  engine.release(ONE)
  engine.release(TWO)
  expect(engine.inFlight).toBe(0)
})

test('endpoints that survive a change of the configuration keep what is known of them', () => {
  const [one, two] = activeEndpoints(document(), TIMERS)
  if (one === undefined || two === undefined) throw new Error('the document has two endpoints')
  const busy = onSend(onConfig(new Map(), [one, two]), ONE)
  const heavier = { ...one, weight: 500 }
  const after = onConfig(busy, [heavier])
  expect([...after.values()]).toEqual([{ endpoint: heavier, inFlight: 1 }])
  expect(onOutcome(after, TWO)).toBe(after)
  expect(onOutcome(after, ONE).get(ONE)?.inFlight).toBe(0)
})
