import { expect, test } from 'vitest'
import { asker, endpoint, fleet, profile, table } from '../../../test/support/fleet.ts'
import { book, goes, meet, noesOf, world, type World } from '../../../test/support/world.ts'
import { endpointId } from '../model.ts'
import type { Outcome } from '../outcome.ts'

const MINUTE = 60_000
const told = (waitMs: number) => ({ waitMs, origin: 'retry-after' as const })
const LIMITED: Outcome = { kind: 'rate-limited', told: told(20_000), ofAccount: false }
const OVERLOADED: Outcome = { kind: 'overloaded', told: null }
const EMPTY: Outcome = { kind: 'empty' }

test('the session’s own endpoint is asked, whatever the weights, while it serves', () => {
  const at = world(fleet(endpoint('a', { weight: 1_000 }), 'b'))
  const mine = asker({ affinity: { owner: endpointId('b'), isProven: true } })
  expect([goes(at, mine), goes(at, asker({ affinity: {} }))]).toEqual(['b', 'a'])
  meet(at, 'b', OVERLOADED)
  expect(goes(at, mine)).toBe('a')
})

test('an endpoint of weight 0 keeps its sessions and gets new ones only when nobody else of the fence is there', () => {
  const at = world(
    table([
      profile('one', [endpoint('a', { weight: 0 })], 'primary'),
      profile('two', [endpoint('b')], 'secondary'),
    ]),
  )
  expect(goes(at)).toBe('b')
  expect(goes(at, asker({ affinity: { owner: endpointId('a'), isProven: true } }))).toBe('a')
  expect(goes(at, asker({ tried: ['b'] }))).toBe('a')
  expect(noesOf(at)).toEqual([['a', 'draining', null]])
})

test('who broke the session’s last answer is asked last', () => {
  const at = world(fleet('a', 'b'))
  const shunning = asker({ affinity: { owner: endpointId('a'), isProven: true, shunned: endpointId('a') } })
  expect([goes(at, shunning), goes(at, { ...shunning, course: asker({ tried: ['b'] }).course })]).toEqual([
    'b',
    'a',
  ])
  expect(noesOf(at, shunning)).toEqual([['a', 'shunned', null]])
})

const binds = (at: World, affinity: NonNullable<Parameters<typeof asker>[0]>['affinity'], more = {}) =>
  book({ ...at }, asker({ affinity: affinity ?? {}, ...more })).binds

test('whoever serves a session that has no proven endpoint takes it over', () => {
  const at = world(fleet('a', 'b'))
  expect(binds(at, {})).toBe(true)
  expect(binds(at, { owner: endpointId('a'), isProven: false })).toBe(true)
  expect(binds(at, { owner: endpointId('a'), isProven: false }, { tried: ['a'] })).toBe(true)
  expect(binds(at, { owner: endpointId('a'), isProven: true })).toBe(false)
  expect(binds(at, { owner: endpointId('a'), isProven: true }, { tried: ['a'] })).toBe(false)
  expect(binds(at, {}, { kind: 'count' })).toBe(false)
  expect(book(at, asker()).binds).toBe(false)
})

test('a session moves when its endpoint was out for over a minute, is gone or switched off, or a better tier serves', () => {
  const mine = { owner: endpointId('a'), isProven: true }
  const limited = world(fleet('a', 'b'))
  meet(limited, 'a', { ...LIMITED, told: told(5 * MINUTE) })
  limited.now += MINUTE
  expect(binds(limited, mine)).toBe(false)
  limited.now += 1
  expect(binds(limited, mine)).toBe(true)

  const broken = world(fleet('a', 'b'))
  meet(broken, 'a', EMPTY, 3)
  broken.now += MINUTE
  expect(binds(broken, mine, { tried: ['a'] })).toBe(false)
  broken.now += 1
  expect(binds(broken, mine, { tried: ['a'] })).toBe(true)

  expect(binds(world(fleet('b')), mine)).toBe(true)
  expect(binds(world(fleet(endpoint('a', { enabled: false }), 'b')), mine)).toBe(true)
  const outside = table([profile('one', [endpoint('b')]), profile('two', [endpoint('a')])])
  expect(binds(world(outside), mine)).toBe(true)
  const tiers = table([
    profile('one', [endpoint('b')], 'primary'),
    profile('two', [endpoint('a')], 'secondary'),
  ])
  expect(binds(world(tiers), mine)).toBe(true)
  expect(binds(world(tiers), { owner: endpointId('b'), isProven: true }, { tried: ['b'] })).toBe(false)
})

test('who broke an answer of the session is avoided also where only a spare is left', () => {
  const at = world(fleet('a', endpoint('b', { weight: 0 })))
  const shunning = { owner: endpointId('a'), isProven: true, shunned: endpointId('a') }
  expect(goes(at, asker({ affinity: shunning }))).toBe('b')
  expect(goes(at, asker({ affinity: { ...shunning, shunned: null } }))).toBe('a')
  expect(goes(at, asker({ affinity: shunning, tried: ['b'] }))).toBe('a')
})
