import { expect, test } from 'vitest'
import { asker, endpoint, fleet, profile, table } from '../../../test/support/fleet.ts'
import { book, decide, end, goes, meet, noesOf, NOW, world } from '../../../test/support/world.ts'
import { NO_LIMITS } from '../limits.ts'
import { endpointId } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import { onOutcome } from '../router.ts'
import type { Asker } from './asker.ts'

const told = (waitMs: number) => ({ waitMs, origin: 'retry-after' as const })
const LIMITED: Outcome = { kind: 'rate-limited', told: told(20_000), ofAccount: false }
const OVERLOADED: Outcome = { kind: 'overloaded', told: null }

test('each endpoint is asked once, then nobody, with the reason for each', () => {
  const at = world(fleet('a', 'b'))
  expect([goes(at), goes(at, asker({ tried: ['a'] })), goes(at, asker({ tried: ['a', 'b'] }))]).toEqual([
    'a',
    'b',
    'exhausted',
  ])
  expect(noesOf(at, asker({ tried: ['a', 'b'] }))).toEqual([
    ['a', 'tried', null],
    ['b', 'tried', null],
  ])
  expect(goes(world(table([])))).toBe('exhausted')
})

test('an endpoint that is switched off is not asked, even out of need', () => {
  const at = world(fleet(endpoint('a', { enabled: false })))
  expect([goes(at), noesOf(at)]).toEqual(['exhausted', [['a', 'disabled', null]]])
})

test('a fence holds: nobody outside is asked', () => {
  const at = world(table([profile('work', [endpoint('a')], 'primary'), profile('home', [endpoint('b')])]))
  expect(goes(at, asker({ fence: 'home' }))).toBe('b')
  expect(goes(at, asker({ fence: 'home', tried: ['b'] }))).toBe('exhausted')
  expect(goes(at, asker({ fence: 'gone' }))).toBe('exhausted')
  expect(goes(at, asker({ tried: ['a'] }))).toBe('exhausted')
})

test('a bench keeps its model out, under the name that it was sent by', () => {
  const at = world(
    fleet(endpoint('a', { models: { opus: 'big', haiku: 'small' } }), endpoint('b', { weight: 0 })),
  )
  meet(at, 'a', LIMITED)
  expect(noesOf(at)[0]).toEqual(['a', 'benched', NOW + 20_000])
  expect([goes(at), goes(at, asker({ model: 'big' })), goes(at, asker({ model: 'haiku' }))]).toEqual([
    'b',
    'b',
    'a',
  ])
  at.now += 20_000
  expect(goes(at)).toBe('a')
})

test('the name of a model may be one that every object has', () => {
  const at = world(fleet(endpoint('a', { models: {} })))
  expect(book(at, asker({ model: 'constructor' })).model).toBe('constructor')
})

test('evidence belongs to the target: who reuses it is out as well', () => {
  const reused = endpoint('c', {
    sourceId: endpointId('a'),
    origin: 'https://a.example',
    credential: 'env:a',
  })
  const at = world(table([profile('work', [endpoint('a')]), profile('home', [reused])]))
  meet(at, 'a', LIMITED)
  expect(noesOf(at, asker({ fence: 'home' }))).toEqual([['c', 'benched', NOW + 20_000]])
})

test('the load belongs to the entry: who reuses a target has its own cap', () => {
  const cap = { maxConcurrent: 1 }
  const reused = endpoint('c', {
    sourceId: endpointId('a'),
    origin: 'https://a.example',
    credential: 'env:a',
    ...cap,
  })
  const at = world(table([profile('work', [endpoint('a', cap)]), profile('home', [reused])]))
  book(at)
  expect([goes(at), goes(at, asker({ fence: 'home' }))]).toEqual(['wait for room', 'c'])
})

test('a full endpoint is waited for ten seconds within its tier, then the next tier serves, and never the cap', () => {
  const first = endpoint('a', { maxConcurrent: 1 })
  const at = world(table([profile('one', [first], 'primary'), profile('two', [endpoint('b')], 'secondary')]))
  const slot = book(at)
  expect(decide(at)).toMatchObject({ kind: 'wait', untilMs: NOW + 10_000, why: 'room' })
  expect(decide(at, asker({ waitedMs: 4_000 }))).toMatchObject({ untilMs: NOW + 6_000 })
  expect([goes(at, asker({ waitedMs: 9_999 })), goes(at, asker({ waitedMs: 10_000 }))]).toEqual([
    'wait for room',
    'b',
  ])
  expect(goes(at, asker({ waitedMs: 10_000, tried: ['b'] }))).toBe('exhausted')
  expect(noesOf(at)[0]).toEqual(['a', 'full', null])
  end(at, slot, { kind: 'ok' })
  expect(goes(at)).toBe('a')
})

test('another endpoint of the tier is asked before anybody waits', () => {
  const at = world(fleet(endpoint('a', { maxConcurrent: 1 }), endpoint('b', { weight: 1 })))
  book(at)
  expect(goes(at)).toBe('b')
})

test('a token count needs no room and takes none', () => {
  const at = world(fleet(endpoint('a', { maxConcurrent: 1 })))
  book(at, asker({ kind: 'count' }))
  expect(at.state.loads[0]?.inFlight).toBe(0)
  book(at)
  expect(goes(at, asker({ kind: 'count' }))).toBe('a')
})

test('an empty budget stops failovers, not first attempts; after ten seconds it is overrun', () => {
  const at = world(fleet('a', endpoint('b', { weight: 1 })))
  const failover = asker({ tried: ['a'], course: { cost: 1 } })
  for (let i = 0; i < 10; i++) book(at, failover)
  expect(decide(at, failover)).toMatchObject({ kind: 'wait', untilMs: NOW + 10_000, why: 'budget' })
  expect(goes(at, { ...failover, waitedMs: 10_000 })).toBe('b')
  expect(goes(at, asker({ tried: ['a'] }))).toBe('b')
  expect(noesOf(at, failover)[1]).toEqual(['b', 'budget', null])
})

test('a budget is spent within the tier before the next tier is asked', () => {
  const at = world(
    table([
      profile('one', [endpoint('a'), endpoint('b')], 'primary'),
      profile('two', [endpoint('c')], 'secondary'),
    ]),
  )
  const failover = asker({
    tried: ['a'],
    course: { cost: 1, counted: 0, tried: new Map([[endpointId('a'), 'free']]) },
  })
  for (let i = 0; i < 10; i++) book(at, failover)
  expect(goes(at, failover)).toBe('wait for budget')
  expect(goes(at, { ...failover, waitedMs: 10_000 })).toBe('c')
})

test('a host that could not be reached is asked last, whatever the tier', () => {
  const host = { origin: 'https://dead.example' }
  const at = world(
    table([
      profile('one', [endpoint('a', host), endpoint('b', host)], 'primary'),
      profile('two', [endpoint('c')], 'secondary'),
    ]),
  )
  const dead = { deadOrigins: new Set(['https://dead.example']) }
  expect(goes(at, asker({ tried: ['a'], course: dead }))).toBe('c')
  expect(goes(at, asker({ tried: ['a', 'c'], course: dead }))).toBe('b')
  expect(noesOf(at, asker({ course: dead }))[0]).toEqual(['a', 'host-down', null])
})

test('who refused a body of this size is asked last, and not at all by a request that was refused for it', () => {
  const at = world(fleet('a', 'b'))
  end(at, book(at, asker({ tried: ['b'], bytes: 5_000 })), { kind: 'rejected', fault: 'too-large' })
  expect([goes(at, asker({ bytes: 4_999 })), goes(at, asker({ bytes: 5_000 }))]).toEqual(['a', 'b'])
  expect(noesOf(at, asker({ bytes: 5_000 }))).toEqual([['a', 'too-small', null]])
  expect(goes(at, asker({ bytes: 5_000, tried: ['b'] }))).toBe('a')
  expect(goes(at, asker({ bytes: 5_000, tried: ['b'], course: { needsLarger: true } }))).toBe('exhausted')
  at.now += 86_400_000
  expect(goes(at, asker({ bytes: 5_000 }))).toBe('a')
})

test('what speaks less against one goes before what speaks more', () => {
  const at = world(
    fleet('a', 'b', endpoint('c', { weight: 0 }), endpoint('d', { origin: 'https://dead.example' }), 'e'),
  )
  end(at, book(at, asker({ tried: ['b', 'c', 'd', 'e'], bytes: 5_000 })), {
    kind: 'rejected',
    fault: 'too-large',
  })
  const order: string[] = []
  for (let i = 0; i < 5; i++) {
    const want = asker({
      bytes: 5_000,
      tried: order,
      course: { deadOrigins: new Set(['https://dead.example']) },
      affinity: { shunned: endpointId('b') },
    })
    order.push(goes(at, want))
  }
  expect(order).toEqual(['e', 'a', 'd', 'c', 'b'])
})

test('tiers are asked in order, within a tier its profiles, and a profile shares by weight', () => {
  const at = world(
    table([
      profile('two', [endpoint('c')], 'secondary'),
      profile('one', [endpoint('a'), endpoint('b', { weight: 1_000 })], 'primary'),
      profile('more', [endpoint('d', { weight: 9_000 })], 'primary'),
    ]),
  )
  const free = (...tried: string[]) =>
    asker({ tried, course: { counted: 0, tried: asker({ tried }).course.tried } })
  expect([goes(at, asker(), 0), goes(at, asker(), 0.5)]).toEqual(['a', 'b'])
  expect([goes(at, free('a', 'b')), goes(at, free('a', 'b', 'd'))]).toEqual(['d', 'c'])
})

test('a tier where two counted attempts failed is left while a later one has somebody', () => {
  const first = profile('one', [endpoint('a'), endpoint('b'), endpoint('c')], 'primary')
  const at = world(table([first, profile('two', [endpoint('d')], 'secondary')]))
  expect(goes(at, asker({ tried: ['a'] }))).toBe('b')
  expect(goes(at, asker({ tried: ['a', 'b'] }))).toBe('d')
  expect(goes(at, asker({ tried: ['a', 'b', 'd'] }))).toBe('c')
  const freely = new Map(['a', 'b'].map((name) => [endpointId(name), 'free'] as const))
  expect(goes(at, asker({ course: { tried: freely, counted: 0 } }))).toBe('c')
  expect(goes(world(table([first])), asker({ tried: ['a', 'b'] }))).toBe('c')
})

test('a write goes to the first in order, whatever the weights', () => {
  const at = world(fleet(endpoint('a', { weight: 1 }), endpoint('b', { weight: 10_000 })))
  expect([goes(at, asker({ kind: 'write' }), 0.9), goes(at, asker({ kind: 'read' }), 0.9)]).toEqual([
    'a',
    'b',
  ])
})

test('an endpoint is back by and by: its share of new sessions grows with time', () => {
  const at = world(fleet('a', 'b'))
  meet(at, 'a', OVERLOADED)
  at.now += 5_000
  expect([goes(at, asker(), 0.09), goes(at, asker(), 0.1)]).toEqual(['a', 'b'])
  at.now += 30_000
  expect([goes(at, asker(), 0.35), goes(at, asker(), 0.36)]).toEqual(['a', 'b'])
  at.now += 30_000
  expect([goes(at, asker(), 0.49), goes(at, asker(), 0.51)]).toEqual(['a', 'b'])
})

test('a quota that runs low lowers the share of new sessions', () => {
  const at = world(fleet('a', 'b'))
  const slot = book(at, asker({ tried: ['b'] }))
  const allowances = [{ name: 'requests' as const, limit: 100, remaining: 2, resetAt: NOW + 30_000 }]
  const seen = {
    outcome: { kind: 'ok' } as const,
    progress: 'committed' as const,
    limits: { ...NO_LIMITS, allowances },
  }
  at.state = onOutcome(at.state, slot, seen, { now: NOW, roll: 0 })
  expect([goes(at, asker(), 0.09), goes(at, asker(), 0.1)]).toEqual(['a', 'b'])
})

test('again means the same endpoint, its own overload notwithstanding, or else whoever has become free', () => {
  const at = world(fleet(endpoint('a', { maxConcurrent: 1 }), 'b'))
  meet(at, 'a', OVERLOADED)
  const again = (more: Partial<Asker['course']> = {}) =>
    asker({ tried: ['a'], course: { again: endpointId('a'), ...more } })
  expect(goes(at, again())).toBe('a')
  expect(decide(at, again())).toMatchObject({ because: 'again' })
  book(at, again())
  expect(decide(at, again())).toMatchObject({ to: { id: 'b' }, because: 'only' })
  const limited = world(fleet('a', 'b'))
  meet(limited, 'a', LIMITED)
  expect(goes(limited, again())).toBe('b')
  expect(goes(limited, asker({ tried: ['a', 'b'], course: { again: endpointId('a') } }))).toBe('exhausted')
  expect(goes(world(fleet('b')), again())).toBe('b')
})

test('an attempt that does not count leaves its tier as it was', () => {
  const primary = profile('work', [endpoint('a'), endpoint('b'), endpoint('c')], 'primary')
  const at = world(table([primary, profile('spare', [endpoint('d')], 'secondary')]))
  const tried = (billing: 'counted' | 'free') =>
    new Map([endpointId('a'), endpointId('b')].map((id) => [id, billing] as const))
  expect(goes(at, asker({ course: { tried: tried('free'), counted: 1 } }))).toBe('c')
  expect(goes(at, asker({ course: { tried: tried('counted'), counted: 2 } }))).toBe('d')
})

test('a request that needs a larger endpoint still takes one that is only draining', () => {
  const at = world(fleet(endpoint('a', { weight: 0 })))
  expect(goes(at, asker({ course: { needsLarger: true } }))).toBe('a')
})

test('a slot of an endpoint that is well holds no permit, and nobody at all is exhausted', () => {
  expect(book(world(fleet('a')))).toMatchObject({ isTrial: false, isForced: false })
  expect(decide(world(table([])))).toMatchObject({ kind: 'exhausted', noes: [] })
})

test('an endpoint on trial is not asked over its cap, nor over its budget, while another one is there', () => {
  const at = world(fleet(endpoint('a', { maxConcurrent: 1 }), 'b'))
  const [onlyA, onlyB] = [asker({ tried: ['b'] }), asker({ tried: ['a'] })]
  const long = book(at, onlyA)
  for (let i = 0; i < 3; i++) at.state = onOutcome(at.state, long, ...unreachable(at.now))
  expect(noesOf(at)).toMatchObject([['a', 'circuit-open', expect.any(Number)]])
  at.now += 60_000
  at.state = { ...at.state, loads: at.state.loads.map((load) => ({ ...load, inFlight: 1 })) }
  expect(noesOf(at)).toEqual([['a', 'on-trial', null]])
  expect([goes(at), goes(at, onlyB)]).toEqual(['b', 'b'])
  at.state = { ...at.state, loads: at.state.loads.map((load) => ({ ...load, inFlight: 0 })) }
  expect(decide(at).considered.map(({ rank }) => rank)).toEqual([0, 0])
  const spent = { tokens: 0, out: 3 }
  at.state = { ...at.state, evidence: at.state.evidence.map((one) => ({ ...one, budget: spent })) }
  const second = asker({ course: { cost: 1, counted: 1 } })
  expect(decide(at, second).considered.map(({ rank }) => rank)).toEqual([Infinity, 5])
})

const unreachable = (now: number): [Parameters<typeof onOutcome>[2], Parameters<typeof onOutcome>[3]] => [
  { outcome: { kind: 'unreachable', why: 'refused' }, progress: 'sent', limits: null },
  { now, roll: 0.5 },
]
