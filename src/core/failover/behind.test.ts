/** A request that goes behind all others: to whom nothing speaks against, or to nobody. */
import { expect, test } from 'vitest'
import { asker, endpoint, fleet, given, profile, table } from '../../../test/support/fleet.ts'
import { book, decide, goes, meet, NOW, stand, world, type World } from '../../../test/support/world.ts'
import { endpointId } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import { onAsked } from './leaving.ts'

const told = (waitMs: number) => ({ waitMs, origin: 'retry-after' as const })
const LIMITED: Outcome = { kind: 'rate-limited', told: told(20_000), ofAccount: false }
const TIMELESS: Outcome = { kind: 'rate-limited', told: null, ofAccount: false }
const EMPTY: Outcome = { kind: 'empty' }
const A = endpointId('a')

const BEHIND = { isBehind: true }
/** Where a live request would go, and one behind all others. */
const both = (at: World, more: Parameters<typeof asker>[0] = {}) => [
  goes(at, asker(more)),
  goes(at, asker({ ...more, ...BEHIND })),
]

test('it goes where a live one goes, as long as nothing speaks against that', () => {
  const at = world(fleet('a', endpoint('b', { weight: 0 })))
  expect(both(at)).toEqual(['a', 'a'])
  expect(both(at, { affinity: { owner: endpointId('b'), isProven: true } })).toEqual(['b', 'b'])
  meet(at, 'a', LIMITED)
  // It can wait: `b` is to take nothing new, and `a` is only out for a while.
  expect(both(at)).toEqual(['b', 'exhausted'])
})

test('where all are to take nothing new, one of them has to', () => {
  const drained = [endpoint('a', { weight: 0 }), endpoint('b', { enabled: false })]
  expect(both(world(fleet(...drained)))).toEqual(['a', 'a'])
})

test.each<[string, (at: World) => void]>([
  [
    'a circuit that is open',
    (at) => {
      meet(at, 'a', EMPTY, 3)
    },
  ],
  [
    'a limit that told no end',
    (at) => {
      meet(at, 'a', TIMELESS)
    },
  ],
  [
    'a refused key',
    (at) => {
      meet(at, 'a', { kind: 'credential' })
    },
  ],
  [
    'a trial that is due',
    (at) => {
      meet(at, 'a', EMPTY, 3)
      at.now += 15_000
    },
  ],
])('it is no need: %s is not asked', (_, happens) => {
  const at = world(fleet('a'))
  happens(at)
  expect(both(at)).toEqual(['a', 'exhausted'])
})

test('it never waits: neither for a limit that ends soon, nor for room, nor for its turn', () => {
  const limited = world(fleet('a'))
  meet(limited, 'a', LIMITED)
  expect(both(limited)).toEqual(['wait for turn', 'exhausted'])
  limited.now += 20_000
  expect(both(limited)).toEqual(['a', 'a'])

  const full = world(fleet(endpoint('a', { maxConcurrent: 1 })))
  book(full)
  expect(both(full)).toEqual(['wait for room', 'exhausted'])

  const out = world(fleet('a'))
  meet(out, 'a', EMPTY, 3)
  book(out)
  expect(both(out)).toEqual(['wait for turn', 'exhausted'])
})

test('it is no trial, also where somebody is behind it', () => {
  const at = world(fleet('a', endpoint('b', { weight: 1 })))
  meet(at, 'a', EMPTY, 3)
  at.now += 15_000
  expect(both(at)).toEqual(['a', 'b'])
})

test.each([
  ['passive', 'a'],
  ['free', 'a'],
  ['conversational', 'exhausted'],
] as const)('with checks that are %s, a trial that nobody else makes goes to %s', (checkMode, goesTo) => {
  const at = world(table([profile('work', [endpoint('a'), endpoint('b')])], { checkMode }))
  meet(at, 'a', EMPTY, 3)
  at.now += 15_000
  expect(goes(at, asker(BEHIND))).toBe('b')
  meet(at, 'b', LIMITED)
  expect(goes(at, asker(BEHIND))).toBe(goesTo)
  book(at)
  expect(goes(at, asker(BEHIND)), 'one trial at a time').toBe('exhausted')
})

test('that a person wants it now makes it the trial, and opens nothing that is out', () => {
  const at = world(fleet('a'))
  meet(at, 'a', EMPTY, 3)
  const wanted = asker({ ...BEHIND, mayBeTrial: true })
  expect(goes(at, wanted)).toBe('exhausted')
  at.now += 15_000
  expect(goes(at, wanted)).toBe('a')
})

test('after a failure it asks another, but not over its budget', () => {
  const at = world(fleet('a', endpoint('b', { weight: 1 })))
  const failover = { tried: ['a'], course: { cost: 1 as const } }
  expect(both(at, failover)).toEqual(['b', 'b'])
  for (let i = 0; i < 10; i++) book(at, asker(failover))
  expect(both(at, { ...failover, waitedMs: 10_000 })).toEqual(['b', 'exhausted'])
})

test('while somebody waits who could be served, it is not sent', () => {
  const at = world(fleet('a'))
  const want = asker({ ...BEHIND, ahead: 1 })
  expect(goes(at, want)).toBe('exhausted')
  expect(goes(at, { ...want, ahead: 0 })).toBe('a')
})

/** Two tiers, the first of which stands like this. */
function tiers(standing: Parameters<typeof stand>[2]): World {
  const places = [profile('one', [endpoint('a')], 'primary'), profile('two', [endpoint('b')], 'secondary')]
  const at = world(table(places))
  stand(at, 0, standing)
  return at
}

test('it does not find out how a tier is that comes back, and keeps out of one that takes others first', () => {
  const coming = { kind: 'recovering', since: NOW, checks: [], permits: 0, probeAt: NOW } as const
  const recovering = tiers(coming)
  expect(both(recovering)).toEqual(['a', 'b'])
  // Where all do, nobody else may come for hours, and without clients no place is checked.
  stand(recovering, 1, coming)
  expect(both(recovering)).toEqual(['a', 'a'])
  stand(recovering, 0, { kind: 'cooling', since: NOW, until: NOW + 60_000 })
  expect(goes(recovering, asker(BEHIND))).toBe('b')
  const check = { endpoint: 'a', by: 'probe' as const, at: NOW }
  const returned = tiers({ kind: 'serving', since: NOW, checks: [check], missed: null })
  expect([goes(returned, asker(BEHIND), 0.99), goes(returned, asker(BEHIND), 0)]).toEqual(['b', 'a'])
})

test('however often it finds nobody, no tier is left for that', () => {
  const at = tiers({ kind: 'serving', since: NOW, checks: [], missed: null })
  meet(at, 'a', { kind: 'rate-limited', told: told(120_000), ofAccount: true })
  for (let i = 0; i < 10; i++) {
    const want = asker(BEHIND)
    expect(onAsked(at.state, want, at.now)).toBe(at.state)
    at.now += 1_000
  }
  expect(onAsked(at.state, asker(), at.now)).not.toBe(at.state)
})

test('who could have served it is told with the reason of each', () => {
  const at = world(fleet('a', 'b'))
  meet(at, 'a', LIMITED)
  const decision = decide(at, asker({ ...BEHIND, tried: ['b'] }))
  expect(decision.kind === 'exhausted' && decision.noes.map(({ no }) => no.kind)).toEqual([
    'benched',
    'tried',
  ])
  expect(given(decision.considered[0]).seat.endpoint.id).toBe(A)
})
