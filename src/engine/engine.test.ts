import { expect, test } from 'vitest'
import { endpointId, type Endpoint, type EndpointId } from '../core/model.ts'
import { Engine } from './engine.ts'

const [ONE, TWO] = [endpointId('1'), endpointId('2')]

const endpoint = (id: EndpointId, weight: number): Endpoint => ({
  ...{ id, sourceId: id, weight, name: `work/${id}`, origin: 'https://a.example', pathPrefix: '' },
  ...{ auth: 'bearer', credential: 'env:KEY', models: {}, outboundProxy: null },
  timers: { connectMs: 1, firstContentMs: 2, idleMs: 3 },
})

const BOTH = [endpoint(ONE, 100), endpoint(TWO, 0)]

function engineOf(endpoints: readonly Endpoint[]) {
  const engine = new Engine(endpoints, { roll: () => 0.5 })
  const ask = (...tried: EndpointId[]) => {
    const decision = engine.acquire({ tried: new Set(tried), session: null })
    return decision.kind === 'send' ? decision.to.id : decision.kind
  }
  return { engine, ask }
}

test('an engine asks each endpoint once for a request, and then nobody', () => {
  const { ask, engine } = engineOf(BOTH)
  expect([ask(), ask(ONE), ask(TWO), ask(ONE, TWO)]).toEqual([ONE, TWO, ONE, 'exhausted'])
  expect(engine.endpoints).toHaveLength(2)
})

test('what is acquired is in flight until it is released', () => {
  const { ask, engine } = engineOf(BOTH)
  ask()
  ask(ONE)
  expect(engine.inFlight).toBe(2)
  engine.release(ONE)
  engine.release(TWO)
  expect(engine.inFlight).toBe(0)
})

test('endpoints that survive a change of the configuration keep what is known of them', () => {
  const { ask, engine } = engineOf(BOTH)
  ask()
  const heavier = endpoint(ONE, 500)
  engine.configure([heavier])
  expect(engine.endpoints).toEqual([{ endpoint: heavier, inFlight: 1, isConfigured: true }])
  engine.release(ONE)
  expect(engine.inFlight).toBe(0)
})

test('an endpoint that was removed is asked no more, and forgotten when its last attempt is over', () => {
  const { ask, engine } = engineOf(BOTH)
  ask()
  ask()
  engine.configure([endpoint(TWO, 100)])
  expect([ask(), ask(TWO)]).toEqual([TWO, 'exhausted'])
  expect([engine.endpoints.length, engine.inFlight]).toEqual([1, 3])
  engine.release(ONE)
  engine.release(ONE)
  engine.release(TWO)
  expect(engine.inFlight).toBe(0)
  engine.release(ONE)
  expect(engine.inFlight).toBe(0)
})

test('an endpoint that comes back while its attempts are out still counts them, and each once', () => {
  const { ask, engine } = engineOf(BOTH)
  ask()
  engine.configure([])
  engine.configure(BOTH)
  ask()
  expect(engine.inFlight).toBe(2)
  engine.release(ONE)
  engine.release(ONE)
  expect(engine.endpoints.map(({ inFlight }) => inFlight)).toEqual([0, 0])
})
