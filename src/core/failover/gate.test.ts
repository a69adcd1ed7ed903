import { expect, test } from 'vitest'
import { asker, endpoint, profile, table } from '../../../test/support/fleet.ts'
import {
  book,
  decide,
  goes,
  meet,
  noesOf,
  NOW,
  stand,
  world,
  type World,
} from '../../../test/support/world.ts'
import { unitHash } from '../balancer/hash.ts'
import { endpointId, type Policy } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import type { Asker } from './asker.ts'
import { asksForTurn, gatesFor } from './gate.ts'
import { freshRecord, type Check, type TierStanding } from './tier.ts'

const MINUTE = 60_000
const A = endpointId('a')
const B = endpointId('b')
const C = endpointId('c')
const EMPTY: Outcome = { kind: 'empty' }
const CHECK: Check = { endpoint: 'a', by: 'probe', at: NOW }

const cooling: TierStanding = { kind: 'cooling', since: NOW, until: NOW + 5 * MINUTE }
const recovering: TierStanding = { kind: 'recovering', since: NOW, checks: [], permits: 0, probeAt: NOW }
const returned: TierStanding = { kind: 'serving', since: NOW, checks: [CHECK], missed: null }
const serving: TierStanding = { ...returned, checks: [] }

/** Three tiers of one endpoint each, that stand like this. */
function standing(of: readonly TierStanding[], policy: Partial<Policy> = {}): World {
  const at = world(
    table(
      [
        profile('work', [endpoint('a')], 'primary'),
        profile('home', [endpoint('b')], 'secondary'),
        profile('spare', [endpoint('c')], 'fallback'),
        profile('aside', [endpoint('d'), endpoint('e')]),
      ],
      policy,
    ),
  )
  const tiers = of.map((one) => ({ ...freshRecord([], NOW), standing: one }))
  at.state = { ...at.state, tiers }
  return at
}

const gates = ({ now, state }: World, want: Asker = asker(), roll = 0): readonly (string | null)[] =>
  gatesFor(state, want, { now, roll }).map((no) => no?.kind ?? null)

/** A session that an endpoint has answered. */
const of = (owner: typeof A, more: Partial<NonNullable<Asker['affinity']>> = {}, startsTurn = false): Asker =>
  asker({ affinity: { owner, isProven: true, ...more }, startsTurn })

test('a place that cools takes nobody while another can serve, and then it does', () => {
  const at = standing([cooling, serving, serving])
  expect([gates(at), goes(at), goes(at, of(A))]).toEqual([['tier-cooling', null, null], 'b', 'b'])
  expect(noesOf(at)).toEqual([['a', 'tier-cooling', NOW + 5 * MINUTE]])
  expect(goes(at, asker({ tried: ['b', 'c'] }))).toBe('a')
  meet(at, 'b', EMPTY, 3)
  meet(at, 'c', EMPTY, 3)
  expect(goes(at)).toBe('a')
  const away = standing([cooling, serving, serving], { autoRecovery: false })
  expect(noesOf(away)).toEqual([['a', 'tier-cooling', null]])
})

test('who is only out of favour goes before a place that cools', () => {
  const at = standing([cooling, serving, serving])
  const late = asker({ tried: ['c'], affinity: { shunned: B } })
  expect(goes(at, late)).toBe('b')
})

test('nobody waits for room in a place that cools, and its caps hold', () => {
  const at = world(
    table([
      profile('work', [endpoint('a', { maxConcurrent: 1 })], 'primary'),
      profile('home', [endpoint('b', { maxConcurrent: 1 })], 'secondary'),
    ]),
  )
  book(at)
  stand(at, 0, cooling)
  expect(goes(at)).toBe('b')
  book(at)
  expect(goes(at)).toBe('wait for room')
  expect(goes(at, asker({ waitedMs: 10_000 }))).toBe('exhausted')
})

test('room in the place that serves is waited for before a place that cools is asked', () => {
  const at = world(
    table([
      profile('work', [endpoint('a')], 'primary'),
      profile('home', [endpoint('b', { maxConcurrent: 1 })], 'secondary'),
    ]),
  )
  stand(at, 0, cooling)
  book(at)
  expect([goes(at), goes(at, asker({ waitedMs: 10_000 }))]).toEqual(['wait for room', 'a'])
})

test('an endpoint on trial has no permit in a place that takes nobody', () => {
  const at = standing([serving, serving, serving])
  meet(at, 'a', EMPTY, 3)
  at.now += 20_000
  const permit = (one: TierStanding): unknown => {
    stand(at, 0, one)
    return decide(at).considered[0]?.no
  }
  expect([cooling, { ...recovering, permits: 1 }, recovering, returned].map(permit)).toEqual([
    { kind: 'on-trial', hasPermit: false },
    { kind: 'on-trial', hasPermit: false },
    { kind: 'on-trial', hasPermit: true },
    { kind: 'on-trial', hasPermit: true },
  ])
})

/** Who may find out how the first tier is, while the second serves. */
const TRIERS: readonly (readonly [string, Asker, boolean])[] = [
  ['what belongs to no session', asker(), true],
  ['a new session', asker({ affinity: {} }), true],
  ['one that nobody has answered yet', of(B, { isProven: false }), true],
  ['one that belongs there', of(A), true],
  ['one that is answered elsewhere', of(B), false],
  ['one that is answered elsewhere and has paused', of(B, { isIdle: true }), true],
  ['one of an endpoint that the root URL does not reach', of(endpointId('d')), true],
  ['one whose endpoint is gone', of(endpointId('gone')), true],
  ['a turn that begins elsewhere, after a short while', of(B, {}, true), false],
  ['a count of tokens', asker({ kind: 'count' }), false],
  ['a reading', asker({ kind: 'read' }), false],
]

test.each(TRIERS)('who may find out how a place is: %s', (_what, want, may) => {
  const at = standing([recovering, serving, serving])
  expect(gates(at, want)).toEqual([may ? null : 'tier-recovering', null, null])
  const busy = standing([{ ...recovering, permits: 1 }, serving, serving])
  expect(gates(busy, want)).toEqual(['tier-recovering', null, null])
})

test('a session that never pauses finds out as well, between two turns, after a quarter of an hour', () => {
  const at = standing([recovering, serving, serving])
  at.now += 15 * MINUTE - 1
  expect(gates(at, of(B, {}, true))[0]).toBe('tier-recovering')
  at.now += 1
  expect([gates(at, of(B, {}, true))[0], gates(at, of(B))[0]]).toEqual([null, 'tier-recovering'])
})

test('a cooling that is over is found out about without anything else happening', () => {
  const at = standing([cooling, serving, serving])
  at.now += 5 * MINUTE
  expect(gates(at)).toEqual([null, null, null])
})

test('a place that is back takes new sessions by and by, each of them at the same time', () => {
  const at = standing([returned, serving, serving])
  const keys = Array.from({ length: 400 }, (_, i) => `session ${String(i)}`)
  const admitted = () => keys.filter((key) => gates(at, asker({ affinity: { key } }))[0] === null)
  const share = () => admitted().length / keys.length
  expect(share()).toBeCloseTo(0.1, 1)
  const first = admitted()
  at.now += 30_000
  expect(share()).toBeCloseTo(0.55, 1)
  expect(admitted()).toEqual(expect.arrayContaining(first))
  at.now += 30_000
  expect(share()).toBe(1)
  // One that has paused, or was not answered yet, is as new.
  at.now = NOW
  const key = keys.find((one) => !first.includes(one)) ?? ''
  expect(
    [of(B, { key, isIdle: true }), of(B, { key, isProven: false })].map((want) => gates(at, want)[0]),
  ).toEqual(['tier-ramping', 'tier-ramping'])
})

test('what belongs to no session is let in by chance, and not always to the same endpoint', () => {
  const at = standing([returned, serving, serving])
  const rolls = Array.from({ length: 1_000 }, (_, i) => unitHash(`roll ${String(i)}`))
  const admitted = rolls.filter((roll) => gates(at, asker(), roll)[0] === null)
  expect(admitted.length / rolls.length).toBeCloseTo(0.1, 1)
  expect(admitted.filter((roll) => roll < 0.5).length / admitted.length).toBeCloseTo(0.5, 0)
  expect(noesOf(at)).toEqual([])
})

/** What a session of the second tier finds at the first, which is back. */
const STAYERS: readonly (readonly [string, Asker, string | null])[] = [
  ['it runs', of(B), 'tier-returned'],
  ['a turn of it begins', of(B, {}, true), 'tier-returned'],
  ['it runs in the third tier', of(C), 'tier-returned'],
  ['it belongs to the first', of(A), null],
  ['its endpoint has just failed it', asker({ tried: ['b'], affinity: { owner: B, isProven: true } }), null],
  ['its endpoint broke its last answer', of(B, { shunned: B }), null],
  ['another endpoint broke its last answer', of(B, { shunned: C }), 'tier-returned'],
]

test.each(STAYERS)(
  'whether a session stays where it is when a better tier is back: %s',
  (_what, want, expected) => {
    const at = standing([returned, serving, serving])
    at.now += MINUTE
    expect(gates(at, want)[0]).toBe(expected)
  },
)

test('a session stays as long as its endpoint serves its model, and its tier', () => {
  const at = standing([returned, serving, serving])
  at.now += MINUTE
  expect(goes(at, of(B))).toBe('b')
  meet(at, 'b', { kind: 'model-missing' })
  expect([goes(at, of(B)), goes(at, { ...of(B), demand: asker({ model: 'haiku' }).demand })]).toEqual([
    'a',
    'b',
  ])
  const left = standing([returned, cooling, serving])
  left.now += MINUTE
  expect([goes(left, of(B)), goes(left, of(C))]).toEqual(['a', 'c'])
  const down = standing([returned, cooling, serving])
  down.now += MINUTE
  meet(down, 'c', EMPTY, 3)
  expect(goes(down, of(C))).toBe('a')
})

test('it moves between two turns, once the better tier has been back for a quarter of an hour', () => {
  const at = standing([returned, serving, serving])
  at.now += 15 * MINUTE - 1
  expect(goes(at, of(B, {}, true))).toBe('b')
  at.now += 1
  expect([goes(at, of(B, {}, true)), goes(at, of(B))]).toEqual(['a', 'b'])
  expect(book(at, of(B, {}, true)).binds).toBe(true)
})

test('a place that was never away takes everybody at once', () => {
  const at = standing([serving, serving, serving])
  expect([gates(at, of(C)), goes(at, of(C)), goes(at)]).toEqual([[], 'a', 'a'])
})

test('with failover off the active place alone serves, and what comes back is tried all the same', () => {
  const off = { autoFailover: false }
  const cases: readonly (readonly [readonly TierStanding[], readonly (string | null)[], string])[] = [
    [[serving, serving, serving], [null, 'failover-off', 'failover-off'], 'a'],
    [[cooling, serving, serving], ['failover-off', null, 'failover-off'], 'b'],
    [[recovering, serving, serving], [null, null, 'failover-off'], 'a'],
    [[{ ...recovering, permits: 1 }, serving, serving], ['failover-off', null, 'failover-off'], 'b'],
    [[cooling, cooling, cooling], ['tier-cooling', 'failover-off', 'failover-off'], 'a'],
  ]
  for (const [of3, expected, to] of cases) {
    const at = standing(of3, off)
    expect([gates(at), goes(at)]).toEqual([expected, to])
  }
  const lost = standing([serving, serving, serving], off)
  expect(goes(lost, asker({ tried: ['a'] }))).toBe('exhausted')
  expect(noesOf(lost)).toEqual([
    ['b', 'failover-off', null],
    ['c', 'failover-off', null],
  ])
})

test('neither a fence nor what only one endpoint has is touched by places', () => {
  const at = standing([cooling, cooling, serving], { autoFailover: false })
  expect([goes(at, asker({ fence: 'work' })), gates(at, asker({ fence: 'work' }))]).toEqual(['a', []])
  expect([goes(at, asker({ holder: B })), noesOf(at, asker({ holder: B }))]).toEqual(['b', []])
})

test('whether a turn begins is asked only where it decides something', () => {
  const asks = (at: World, want: Asker) => asksForTurn(at.state, () => want, at.now)
  for (const one of [returned, recovering]) {
    const at = standing([one, serving, serving])
    expect(asks(at, of(B))).toBe(false)
    at.now += 15 * MINUTE
    expect([of(B), of(A), asker()].map((want) => asks(at, want))).toEqual([true, false, false])
  }
  const away = standing([{ ...cooling, until: NOW + 60 * MINUTE }, serving, serving])
  const never = standing([serving, serving, serving])
  for (const at of [away, never]) expect(asks({ ...at, now: NOW + 30 * MINUTE }, of(B))).toBe(false)
})

const binds = (at: World, want: Asker): boolean => book({ ...at }, want).binds

test('a session moves for good when its place has been away for over a minute', () => {
  const at = standing([cooling, serving, serving])
  at.state = { ...at.state, tiers: at.state.tiers.map((record) => ({ ...record, leftAt: NOW })) }
  at.now += MINUTE
  expect(binds(at, of(A))).toBe(false)
  at.now += 1
  expect(binds(at, of(A))).toBe(true)
  at.now += 5 * MINUTE
  stand(at, 0, { ...recovering, permits: 1 })
  expect(binds(at, of(A))).toBe(true)
})

test('who helps out in need, or finds out how a better place is, does not get the session', () => {
  const at = standing([cooling, serving, serving])
  const want = asker({ tried: ['b', 'c'], affinity: { owner: B, isProven: true } })
  expect([goes(at, want), binds(at, want)]).toEqual(['a', false])
  const back = standing([recovering, serving, serving])
  back.now += 15 * MINUTE
  expect([goes(back, of(B, {}, true)), binds(back, of(B, {}, true))]).toEqual(['a', false])
})

test('inside a fence it does not matter that the place is away', () => {
  const at = world(
    table([
      profile('work', [endpoint('a'), endpoint('e')], 'primary'),
      profile('home', [endpoint('b')], 'secondary'),
    ]),
  )
  stand(at, 0, cooling)
  at.now += 2 * MINUTE
  const want = asker({ fence: 'work', tried: ['a'], affinity: { owner: A, isProven: true } })
  expect([goes(at, want), binds(at, want)]).toEqual(['e', false])
})
