import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asker, endpoint, fleet, given, slotOf } from '../../test/support/fleet.ts'
import type { Binding } from './balancer/sticky.ts'
import { refusals, route } from './failover/route.ts'
import type { Check } from './health/check.ts'
import { NO_LATENCY } from './health/latency.ts'
import { EMPTY_WINDOW } from './health/window.ts'
import { onProbe } from './probes.ts'
import { endpointId, type RoutingTable } from './model.ts'
import type { Outcome, TimeOrigin } from './outcome.ts'
import { freshRouter, onOutcome, onSend, type RouterState } from './router.ts'
import { restored, restoredSessions, snapshotOf } from './snapshot.ts'

const NOW = 1_000_000_000
const A = endpointId('a')

function met(of: RoutingTable, ...outcomes: readonly Outcome[]): RouterState {
  return outcomes.reduce(
    (state, outcome) => {
      const decision = route(state, asker({ tried: ['b'] }), { now: NOW, roll: 0 })
      const slot = slotOf(decision)
      const seen = { outcome, progress: 'sent' as const, limits: null }
      return onOutcome(onSend(state, slot), slot, seen, { now: NOW, roll: 0.5 })
    },
    freshRouter(of, NOW),
  )
}
const EMPTY: Outcome = { kind: 'empty' }
const LIMITED: Outcome = {
  kind: 'rate-limited',
  told: { waitMs: 90_000, origin: 'unified' },
  ofAccount: true,
}

/** Saved, written, read, and taken over by a new process. */
const overRestart = (state: RouterState, of: RoutingTable, now: number): RouterState =>
  restored(freshRouter(of, now), JSON.parse(JSON.stringify(snapshotOf(state, []))), now)
const noes = (state: RouterState, now: number) =>
  refusals(state, asker(), now).map(({ endpoint: { id }, no, returnsAt }) => [id, no.kind, returnsAt])

test('benches survive a restart, with all that is known of them', () => {
  const before = met(fleet('a', 'b'), LIMITED)
  const after = overRestart(before, fleet('b', 'a'), NOW + 1_000)
  expect(noes(after, NOW + 1_000)).toEqual([['a', 'benched', NOW + 90_000]])
  expect(after.evidence[1]?.benches).toEqual(before.evidence[0]?.benches)
  expect(noes(overRestart(before, fleet('a', 'b'), NOW + 90_000), NOW + 90_000)).toEqual([])
})

const told = (origin: TimeOrigin) => ({ waitMs: 90_000, origin })
const BENCHING: readonly Outcome[] = [
  { kind: 'unavailable', told: told('retry-after'), blame: 'at-once' },
  { kind: 'overloaded', told: null },
  { kind: 'credential' },
  { kind: 'balance' },
  { kind: 'model-missing' },
  ...(['requests', 'tokens', 'input-tokens', 'output-tokens'] as const).map((origin): Outcome => ({
    kind: 'rate-limited',
    told: told(origin),
    ofAccount: false,
  })),
]

test.each(BENCHING)('what %j leaves survives, whatever its reason and origin', (outcome) => {
  const before = met(fleet('a', 'b'), outcome)
  expect(before.evidence[0]?.benches).toHaveLength(1)
  const after = overRestart(before, fleet('a', 'b'), NOW + 1_000)
  expect(after.evidence[0]?.benches).toEqual(before.evidence[0]?.benches)
})

test('how messages ended and what checks found survives', () => {
  const before = met(fleet('a', 'b'), { kind: 'ok' }, EMPTY)
  const check: Check = {
    ...{ at: NOW, kind: 'conversation', model: 'haiku', verdict: 'wrong-answer', quality: 30 },
    ...{ firstByteMs: 1, firstContentMs: 2, totalMs: 3, tokens: { in: 60, out: 9 }, modelNamed: null },
  }
  const seen = { outcome: { kind: 'ok' }, progress: 'streaming', limits: null } as const
  const checked = onProbe(
    before,
    A,
    { model: 'haiku', result: 'unclear', seen, check },
    { now: NOW, roll: 0 },
  )
  const [known] = overRestart(checked, fleet('a', 'b'), NOW + 1_000).evidence
  expect(known?.tally).toMatchObject({ goods: 1, all: 2, bits: 2 })
  expect(known?.checks).toEqual([check])
})

test('an open circuit survives, a trial goes on as one, and a closed one keeps its back-off', () => {
  const open = met(fleet('a', 'b'), EMPTY, EMPTY, EMPTY)
  const after = overRestart(open, fleet('a', 'b'), NOW + 1_000)
  expect(after.evidence[0]?.circuit).toMatchObject({ kind: 'open', until: NOW + 15_000, outSince: NOW })
  expect(noes(after, NOW + 15_000)).toEqual([['a', 'on-trial', null]])
  const decision = route(open, asker({ tried: ['b'] }), { now: NOW + 20_000, roll: 0 })
  const trial = onSend(open, slotOf(decision))
  expect(noes(overRestart(trial, fleet('a', 'b'), NOW + 21_000), NOW + 21_000)).toEqual([
    ['a', 'on-trial', null],
  ])
  const [, ...rest] = open.evidence
  const first = given(open.evidence[0])
  const closed = {
    ...first,
    circuit: {
      ...first.circuit,
      kind: 'closed' as const,
      backOff: 3,
      since: NOW - 5,
      isOnItsWord: false,
      run: [],
      window: EMPTY_WINDOW,
    },
  }
  const restoredClosed = overRestart({ ...open, evidence: [closed, ...rest] }, fleet('a', 'b'), NOW)
  expect(restoredClosed.evidence[0]?.circuit).toMatchObject({ kind: 'closed', backOff: 3, since: NOW - 5 })
})

test('a restart needs no ramp, and remembers who served', () => {
  const after = overRestart(met(fleet('a', 'b'), { kind: 'ok' }), fleet('a', 'b'), NOW + 1)
  expect(after.evidence[0]).toMatchObject({ servedAt: NOW, returnedAt: null })
})

test('how long endpoints take survives, and what is no such thing is nothing known', () => {
  const before = met(fleet('a', 'b'), { kind: 'timed-out', phase: 'first-content' })
  const batches = (state: RouterState) =>
    state.evidence.map(({ latency }) => latency.map((one) => one.batches))
  expect(batches(before)).not.toEqual(batches(freshRouter(fleet('a', 'b'), NOW)))
  expect(batches(overRestart(before, fleet('a', 'b'), NOW + 1_000))).toEqual(batches(before))
  const fresh = freshRouter(fleet('a'), NOW)
  for (const latency of [undefined, null, 5, [5]]) {
    expect(restored(fresh, withEndpoint({ latency }), NOW).evidence[0]?.latency).toEqual(NO_LATENCY)
  }
})

test('another target, and an endpoint that is gone, start afresh', () => {
  const before = met(fleet('a', 'b'), LIMITED)
  for (const more of [{ credential: 'env:NEW' }, { origin: 'https://new.example' }]) {
    expect(noes(overRestart(before, fleet(endpoint('a', more), 'b'), NOW), NOW)).toEqual([])
  }
  expect(overRestart(before, fleet('b'), NOW).evidence).toHaveLength(1)
})

test('a snapshot holds no reference to a key', () => {
  expect(JSON.stringify(snapshotOf(met(fleet('a', 'b'), LIMITED), []))).not.toContain('env:')
})

const binding = (owner: string, usedAt: number, isProven = true): Binding => ({
  owner: endpointId(owner),
  isProven,
  usedAt,
  answeredBy: [],
  shunned: null,
})

test('sessions survive in order, when their endpoint answered them and is still there', () => {
  const state = freshRouter(fleet('a', 'b'), NOW)
  const sessions = [
    ['one', binding('b', NOW)],
    ['two', binding('a', NOW)],
    ['new', binding('a', NOW, false)],
    ['gone', binding('c', NOW)],
    ['late', binding('a', NOW + 60_000)],
  ] as const
  const json: unknown = JSON.parse(JSON.stringify(snapshotOf(state, sessions)))
  expect(restoredSessions(state, json, NOW)).toEqual([
    ['one', { ...binding('b', NOW), answeredBy: ['b'] }],
    ['two', { ...binding('a', NOW), answeredBy: [A] }],
  ])
})

const GOOD_BENCH = {
  reason: 'overload',
  model: null,
  since: NOW,
  until: NOW + 9_000,
  origin: 'usual',
  strikes: 1,
  recheckAt: null,
}
const BAD_BENCHES: readonly Readonly<Record<string, unknown>>[] = [
  { reason: 'boredom' },
  { origin: 'gossip' },
  { model: 5 },
  { since: 'now' },
  { since: NOW + 5_001 },
  { since: -1 },
  { until: NOW },
  { until: null },
  { until: NOW + 8 * 86_400_000 + 1 },
  { until: Infinity },
  { strikes: -1 },
  { strikes: 1.5 },
  { strikes: 17 },
  { strikes: '1' },
]
const withEndpoint = (more: object) => {
  const [saved] = snapshotOf(freshRouter(fleet('a'), NOW), []).endpoints
  return { version: 1, endpoints: [{ ...saved, ...more }], sessions: [] }
}

test('a bench is taken over whole or not at all', () => {
  const state = freshRouter(fleet('a'), NOW)
  const kept = (bench: unknown) =>
    restored(state, withEndpoint({ benches: [bench] }), NOW).evidence[0]?.benches.length
  expect([kept(GOOD_BENCH), kept({ ...GOOD_BENCH, since: NOW + 5_000 })]).toEqual([1, 1])
  expect([
    kept({ ...GOOD_BENCH, until: NOW + 8 * 86_400_000 }),
    kept({ ...GOOD_BENCH, strikes: 16 }),
  ]).toEqual([1, 1])
  for (const wrong of BAD_BENCHES) expect(kept({ ...GOOD_BENCH, ...wrong })).toBe(0)
  for (const wrong of [null, 5, 'bench', []]) expect(kept(wrong)).toBe(0)
  const recheck = (recheckAt: unknown) =>
    restored(state, withEndpoint({ benches: [{ ...GOOD_BENCH, recheckAt }] }), NOW).evidence[0]?.benches[0]
      ?.recheckAt
  expect([recheck(NOW + 8_999), recheck(NOW + 9_000), recheck('soon')]).toEqual([NOW + 8_999, null, null])
})

test('a circuit is taken over whole or not at all', () => {
  const state = freshRouter(fleet('a'), NOW)
  const kind = (more: object) =>
    restored(state, withEndpoint({ since: NOW, backOff: 1, ...more }), NOW).evidence[0]?.circuit
  expect(kind({ openUntil: NOW + 360_000 })).toMatchObject({ kind: 'open', backOff: 1 })
  for (const more of [
    { openUntil: NOW + 360_001 },
    { openUntil: 'soon' },
    { openUntil: NOW + 9, backOff: -1 },
    { openUntil: NOW + 9, backOff: 17 },
    { openUntil: NOW + 9, since: NOW + 6_000 },
  ]) {
    expect(kind(more)).toBe(state.evidence[0]?.circuit)
  }
})

test('who served last is believed when it is past', () => {
  const state = freshRouter(fleet('a'), NOW)
  const served = (servedAt: unknown) => restored(state, withEndpoint({ servedAt }), NOW).evidence[0]?.servedAt
  expect([served(NOW - 5), served(NOW + 6_000), served('x'), served(NaN)]).toEqual([
    NOW - 5,
    null,
    null,
    null,
  ])
})

test('garbage restores to nothing', () => {
  const state = freshRouter(fleet('a'), NOW)
  const good = withEndpoint({ benches: [GOOD_BENCH] })
  const garbage: readonly unknown[] = [
    null,
    5,
    'x',
    [],
    {},
    { ...good, version: 2 },
    { ...good, endpoints: 5 },
    { ...good, endpoints: [5, null] },
  ]
  for (const one of garbage) {
    expect(restored(state, one, NOW).evidence).toEqual(state.evidence)
    expect(restoredSessions(state, one, NOW)).toEqual([])
  }
  expect(restored(state, withEndpoint({ benches: 5 }), NOW).evidence[0]?.benches).toEqual([])
  const sessions = [
    { key: 5, owner: 'a', usedAt: NOW },
    { key: 'k', owner: 5, usedAt: NOW },
    { key: 'k', owner: 'a', usedAt: 'x' },
  ]
  expect(restoredSessions(state, { version: 1, sessions }, NOW)).toEqual([])
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (anything, other) => {
      restored(state, anything, NOW)
      restoredSessions(state, { version: 1, endpoints: [anything], sessions: [other] }, NOW)
      const after = restored(
        state,
        withEndpoint({ benches: [anything, other], openUntil: other, since: anything }),
        NOW,
      )
      return route(after, asker(), { now: NOW, roll: 0 }).kind === 'send'
    }),
  )
})

test('what checks used today survives a restart, and what is no such thing does not', () => {
  const state = freshRouter(fleet('a'), NOW)
  const before = given(state.evidence[0])
  const watch = { ...before.watch, tokens: 900 }
  const json: unknown = JSON.parse(
    JSON.stringify(snapshotOf({ ...state, evidence: [{ ...before, watch, metAt: NOW }] }, [])),
  )
  expect(restored(state, json, NOW).evidence[0]).toMatchObject({ watch, metAt: NOW })
  const saved = (json as { endpoints: readonly object[] }).endpoints[0]
  for (const bad of [
    null,
    {},
    { ...watch, tokens: -1 },
    { ...watch, day: 1e9 },
    { ...watch, talkedAt: 'x' },
  ]) {
    const garbled = { version: 1, endpoints: [{ ...saved, watch: bad }], sessions: [] }
    expect(restored(state, garbled, NOW).evidence[0]?.watch).toEqual(before.watch)
  }
})
