import { expect, test } from 'vitest'
import { asker, endpoint, fleet, profile, slotOf, table } from '../../test/support/fleet.ts'
import { metAt, quiet } from '../../test/support/met.ts'
import { route } from './failover/route.ts'
import { benchFor } from './health/bench.ts'
import type { Check } from './health/check.ts'
import type { Probed } from './health/probe.ts'
import { endpointId, type RoutingTable } from './model.ts'
import type { Outcome } from './outcome.ts'
import { dueProbes, nextDueAt, onProbe, onProbesSent } from './probes.ts'
import { freshRouter, onSend, type RouterState } from './router.ts'

const NOW = 1_000_000
const MINUTE = 60_000
const HALF_HOUR = 30 * MINUTE
const A = endpointId('a')

const met = (of: RoutingTable, ...outcomes: readonly Outcome[]) => metAt(NOW, of, ...outcomes)
const EMPTY: Outcome = { kind: 'empty' }
const limited = (waitMs: number): Outcome => ({
  kind: 'rate-limited',
  told: { waitMs, origin: 'retry-after' },
  ofAccount: false,
})
const due = (state: RouterState, now: number) =>
  dueProbes(state, now).map(({ endpoint: { name }, model, why }) => [why, name, model])

const probed = (outcome: Outcome, more: Partial<Probed> = {}): Probed => ({
  model: 'opus',
  result: outcome.kind === 'ok' ? 'pass' : 'fail',
  check: null,
  seen: { outcome, progress: 'streaming', limits: null },
  ...more,
})
const after = (state: RouterState, one: Probed, now: number) => onProbe(state, A, one, { now, roll: 0.5 })
const benchAt = (state: RouterState, now: number) => benchFor(state.evidence[0]?.benches ?? [], 'opus', now)
const circuitOf = (state: RouterState) => state.evidence[0]?.circuit

test('all being well nothing is due', () => {
  const state = freshRouter(quiet('a', 'b'), NOW)
  expect([due(state, NOW), nextDueAt(state, NOW)]).toEqual([[], null])
  expect(nextDueAt(freshRouter(table([]), NOW), NOW)).toBe(null)
})

test('a long limit is looked at half-way, with the model that it is about', () => {
  const state = met(quiet('a', 'b'), limited(2 * HALF_HOUR))
  expect(nextDueAt(state, NOW)).toBe(NOW + HALF_HOUR)
  expect(due(state, NOW + HALF_HOUR - 1)).toEqual([])
  expect(due(state, NOW + HALF_HOUR)).toEqual([['recheck', 'a', 'opus']])
  expect(due(state, NOW + 2 * HALF_HOUR)).toEqual([])
  expect(nextDueAt(state, NOW + 2 * HALF_HOUR)).toBe(null)
})

test('a dead key is looked at before its bench ends', () => {
  const state = met(quiet('a', 'b'), { kind: 'credential' })
  expect(nextDueAt(state, NOW)).toBe(NOW + HALF_HOUR - 30_000)
  expect(due(state, NOW + HALF_HOUR - 30_000)).toEqual([['recheck', 'a', null]])
})

test('what is being looked at is not due for a minute', () => {
  const state = met(fleet('a', 'b'), { kind: 'credential' })
  const at = NOW + HALF_HOUR - 30_000
  const asked = onProbesSent(state, dueProbes(state, at), at)
  expect([due(asked, at), nextDueAt(asked, at)]).toEqual([[], at + MINUTE])
})

test('a trial is probed when nobody is behind it, and left to a request when somebody is', () => {
  const alone = met(fleet('a'), EMPTY, EMPTY, EMPTY)
  expect(nextDueAt(alone, NOW)).toBe(NOW + 15_000)
  expect([due(alone, NOW + 14_999), due(alone, NOW + 15_000)]).toEqual([[], [['trial', 'a', null]]])
  const both = met(fleet('a', 'b'), EMPTY, EMPTY, EMPTY)
  expect([due(both, NOW + 15_000), nextDueAt(both, NOW + 15_000)]).toEqual([[], NOW + 20_000])
  const asked = onProbesSent(alone, dueProbes(alone, NOW + 15_000), NOW + 15_000)
  expect([due(asked, NOW + 15_000), nextDueAt(asked, NOW + 15_000)]).toEqual([[], NOW + 45_000])
})

test('a trial that a request holds is not probed beside it', () => {
  const alone = met(fleet('a'), EMPTY, EMPTY, EMPTY)
  const decision = route(alone, asker(), { now: NOW + 15_000, roll: 0 })
  const held = onSend(alone, slotOf(decision))
  expect([due(held, NOW + 15_000), nextDueAt(held, NOW + 15_000)]).toEqual([[], null])
})

test('behind an endpoint are those of its own fence', () => {
  const apart = table([profile('one', [endpoint('a')]), profile('two', [endpoint('b')])])
  expect(due(met(apart, EMPTY, EMPTY, EMPTY), NOW + 15_000)).toEqual([['trial', 'a', null]])
  const other = freshRouter(table([profile('two', [endpoint('b')]), profile('one', [endpoint('a')])]), NOW)
  expect(
    due({ ...other, evidence: [...met(fleet('x', 'a'), EMPTY, EMPTY, EMPTY).evidence] }, NOW + 15_000),
  ).toEqual([['trial', 'a', null]])
})

test('an endpoint that is switched off everywhere is not looked at', () => {
  const state = met(quiet('a', 'b'), { kind: 'credential' })
  const off = { ...state, line: freshRouter(quiet(endpoint('a', { enabled: false }), 'b'), NOW).line }
  expect([due(off, NOW + HALF_HOUR - 1), nextDueAt(off, NOW)]).toEqual([[], null])
})

test('while the network is down only the network is looked for, every two seconds', () => {
  const state = {
    ...met(fleet('a', 'b'), { kind: 'credential' }),
    network: { unreached: [], reached: null, downSince: NOW },
  }
  expect([due(state, NOW), nextDueAt(state, NOW)]).toEqual([[['network', 'a', null]], NOW + 2_000])
  const up = after(state, probed({ kind: 'credential' }, { result: 'unclear' }), NOW)
  expect(up.network.downSince).toBe(null)
  const lost: Outcome = { kind: 'unreachable', why: 'no-route' }
  const still = after(
    state,
    probed(lost, { seen: { outcome: lost, progress: 'not-sent', limits: null } }),
    NOW,
  )
  expect([still.network.downSince, benchAt(still, NOW)?.until]).toEqual([NOW, NOW + HALF_HOUR])
})

test('whether the network is back is asked of somebody who is not on this machine', () => {
  const relay = endpoint('relay', { origin: 'http://127.0.0.1:4000' })
  const state = {
    ...freshRouter(fleet(relay, 'a'), NOW),
    network: { unreached: [], reached: null, downSince: NOW },
  }
  expect(due(state, NOW)).toEqual([['network', 'a', null]])
})

test('a passed probe ends what was assumed, and never a short limit whose end was told', () => {
  for (const outcome of [
    { kind: 'overloaded', told: null },
    { kind: 'credential' },
    { kind: 'balance' },
  ] as const) {
    expect(benchAt(after(met(fleet('a'), outcome), probed({ kind: 'ok' }), NOW + 1), NOW + 1)).toBe(null)
  }
  const short = met(fleet('a'), limited(HALF_HOUR))
  const same = after(short, probed({ kind: 'ok' }), NOW + 1)
  expect([benchAt(same, NOW + 1)?.reason, circuitOf(same)?.kind]).toEqual(['rate-limit', 'closed'])
  const other = after(
    met(fleet('a'), { kind: 'overloaded', told: null }),
    probed({ kind: 'ok' }, { model: 'haiku' }),
    NOW + 1,
  )
  expect(benchAt(other, NOW + 1)?.reason).toBe('overload')
})

test('a long limit ends early in one way: a passed probe of its model puts the endpoint on trial', () => {
  const long = met(fleet('a'), limited(2 * HALF_HOUR))
  const passed = after(long, probed({ kind: 'ok' }), NOW + HALF_HOUR)
  expect([benchAt(passed, NOW + HALF_HOUR), circuitOf(passed)]).toMatchObject([
    null,
    { kind: 'trial', commits: 0 },
  ])
  const other = after(long, probed({ kind: 'ok' }, { model: 'haiku' }), NOW + HALF_HOUR)
  expect([benchAt(other, NOW + HALF_HOUR)?.reason, circuitOf(other)?.kind]).toEqual(['rate-limit', 'closed'])
})

test('a limit of the whole account ends by a passed probe of any model', () => {
  const long = met(fleet('a'), { ...limited(2 * HALF_HOUR), ofAccount: true } as Outcome)
  const passed = after(long, probed({ kind: 'ok' }, { model: 'haiku' }), NOW + HALF_HOUR)
  expect(benchAt(passed, NOW + HALF_HOUR)).toBe(null)
})

test('two passed probes close a circuit on trial, which is then back by and by', () => {
  const open = met(fleet('a'), EMPTY, EMPTY, EMPTY)
  const once = after(open, probed({ kind: 'ok' }), NOW + 15_000)
  const twice = after(once, probed({ kind: 'ok' }), NOW + 16_000)
  expect([circuitOf(once)?.kind, circuitOf(twice)?.kind, twice.evidence[0]?.returnedAt]).toEqual([
    'trial',
    'closed',
    NOW + 16_000,
  ])
})

test('a failed probe opens a trial again and leaves a closed circuit alone', () => {
  const open = met(fleet('a'), EMPTY, EMPTY, EMPTY)
  expect(circuitOf(after(open, probed(EMPTY), NOW + 15_000))).toMatchObject({ kind: 'open', backOff: 1 })
  expect(circuitOf(after(met(fleet('a'), { kind: 'ok' }), probed(EMPTY), NOW))?.kind).toBe('closed')
  const limit = after(open, probed(limited(9_000)), NOW + 15_000)
  expect([circuitOf(limit), benchAt(limit, NOW + 15_000)]).toMatchObject([
    { kind: 'trial', probeAt: NOW + 45_000 },
    { until: NOW + 24_000 },
  ])
})

test('a failed look leaves a limit its end and gives a dead key half an hour more', () => {
  const long = after(met(fleet('a'), limited(4 * HALF_HOUR)), probed(limited(1_000)), NOW + 2 * HALF_HOUR)
  expect(benchAt(long, NOW + 2 * HALF_HOUR)).toMatchObject({
    until: NOW + 4 * HALF_HOUR,
    recheckAt: NOW + 3 * HALF_HOUR,
  })
  const at = NOW + HALF_HOUR - 30_000
  const dead = after(met(fleet('a'), { kind: 'credential' }), probed({ kind: 'credential' }), at)
  expect(benchAt(dead, at)).toMatchObject({ until: at + HALF_HOUR, recheckAt: at + HALF_HOUR - 30_000 })
})

test('a failed probe alone takes nobody out whom requests show to be fine', () => {
  const served = met(fleet('a'), { kind: 'ok' })
  const refusals: readonly Outcome[] = [
    { kind: 'balance' },
    { kind: 'overloaded', told: null },
    { kind: 'rate-limited', told: null, ofAccount: true },
  ]
  for (const outcome of refusals) {
    expect(benchAt(after(served, probed(outcome), NOW + 59_999), NOW + 59_999)).toBe(null)
    expect(benchAt(after(served, probed(outcome), NOW + 60_000), NOW + 60_000)).not.toBe(null)
  }
  const refused = probed({ kind: 'credential' })
  expect(benchAt(after(served, refused, NOW + 1), NOW + 1)).toBe(null)
  expect(benchAt(after(served, refused, NOW + HALF_HOUR), NOW + HALF_HOUR)?.reason).toBe('credential')
  const told = after(served, probed(limited(5_000)), NOW + 1)
  expect(benchAt(told, NOW + 1)?.reason).toBe('rate-limit')
  const failed = [1, 2, 3, 4, 5, 6].reduce((state, ms) => after(state, probed(EMPTY), NOW + ms), served)
  expect(circuitOf(failed)).toEqual(circuitOf(served))
})

test('what a list of models says of limits and keys takes nobody out', () => {
  const free: Check = { ...CHECK, kind: 'free' }
  const state = freshRouter(fleet('a'), NOW)
  const overloaded: Outcome = { kind: 'overloaded', told: { waitMs: 60_000, origin: 'retry-after' } }
  expect(benchAt(after(state, probed(overloaded, { check: free }), NOW), NOW)).toBe(null)
  expect(benchAt(after(state, probed(overloaded, { check: CHECK }), NOW), NOW)?.reason).toBe('overload')
  const trial = met(fleet('a'), EMPTY, EMPTY, EMPTY)
  const gone: Outcome = { kind: 'unreachable', why: 'refused' }
  const open = after(trial, probed(gone, { check: free }), NOW + 15_000)
  expect(circuitOf(open)).toMatchObject({ kind: 'open', backOff: 1 })
})

const CHECK: Check = {
  ...{ at: NOW, model: 'opus', quality: 100, modelNamed: null },
  kind: 'conversation',
  verdict: 'ok',
  ...{ firstByteMs: 1, firstContentMs: 1, totalMs: 1, tokens: { in: 60, out: 10 } },
}

test('a probe that tells nothing puts the next one off', () => {
  const vague = probed({ kind: 'credential' }, { result: 'unclear' })
  const open = after(met(fleet('a'), EMPTY, EMPTY, EMPTY), vague, NOW + 15_000)
  expect(circuitOf(open)).toMatchObject({ kind: 'trial', commits: 0, probeAt: NOW + 45_000 })
  const long = met(fleet('a'), limited(6 * HALF_HOUR))
  expect(benchAt(after(long, vague, NOW + 3 * HALF_HOUR), NOW + 3 * HALF_HOUR)?.recheckAt).toBe(
    NOW + 4 * HALF_HOUR,
  )
  expect(benchAt(after(long, vague, NOW + 5 * HALF_HOUR), NOW + 5 * HALF_HOUR)?.recheckAt).toBe(null)
  const other = after(long, { ...vague, model: 'haiku' }, NOW + 3 * HALF_HOUR)
  expect(benchAt(other, NOW + 3 * HALF_HOUR)?.recheckAt).toBe(NOW + 3 * HALF_HOUR)
})

test('a probe of an endpoint that is gone is dropped', () => {
  const state = freshRouter(fleet('b'), NOW)
  expect(after(state, probed(EMPTY), NOW)).toBe(state)
})
