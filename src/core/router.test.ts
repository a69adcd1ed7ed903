import { expect, test } from 'vitest'
import { asker, endpoint, fleet, given, slotOf } from '../../test/support/fleet.ts'
import { route } from './failover/route.ts'
import { closedCircuit } from './health/circuit.ts'
import { endpointId, type RoutingTable } from './model.ts'
import type { Outcome } from './outcome.ts'
import {
  freshRouter,
  onBlame,
  onCommit,
  onConfig,
  onOutcome,
  onSend,
  onWake,
  type RouterState,
  type Slot,
} from './router.ts'

const NOW = 1_000_000
const CHANCE = { now: NOW, roll: 0 }
const seen = (outcome: Outcome) => ({ outcome, progress: 'streaming' as const, limits: null })

function slotFor(state: RouterState, name: string, now = NOW): Slot {
  const others = state.line.seats
    .filter((seat) => seat.endpoint.name !== name)
    .map((seat) => seat.endpoint.name)
  return slotOf(route(state, asker({ tried: others }), { now, roll: 0 }))
}
const router = (of: RoutingTable = fleet('a', 'b')) => freshRouter(of, NOW)
const loads = (state: RouterState) => state.loads.map(({ inFlight }) => inFlight)
const points = (state: RouterState, index = 0): number => {
  const circuit = state.evidence[index]?.circuit
  return circuit?.kind === 'closed' ? circuit.run.reduce((sum, one) => sum + one.points, 0) : NaN
}

test('what is sent is in flight until its outcome', () => {
  const state = router()
  const slot = slotFor(state, 'b')
  const sent = onSend(state, slot)
  expect([loads(state), loads(sent), loads(onOutcome(sent, slot, seen({ kind: 'ok' }), CHANCE))]).toEqual([
    [0, 0],
    [0, 1],
    [0, 0],
  ])
  expect(loads(onOutcome(state, slot, seen({ kind: 'ok' }), CHANCE))).toEqual([0, 0])
})

test('endpoints that survive a change keep what is known of them, in any order', () => {
  const state = router()
  const slot = slotFor(state, 'a')
  const learnt = onOutcome(onSend(onSend(state, slot), slot), slot, seen({ kind: 'empty' }), CHANCE)
  const changed = onConfig(learnt, fleet('b', endpoint('a', { weight: 5, name: 'renamed' }), 'c'), NOW + 9)
  expect([loads(changed), points(changed, 1)]).toEqual([[0, 1, 0], 1])
  expect(points(onOutcome(changed, slot, seen({ kind: 'empty' }), CHANCE), 1)).toBe(2)
  expect(changed.evidence[2]?.circuit).toMatchObject({ kind: 'closed', since: NOW + 9 })
})

test.each([
  { origin: 'https://x.example' },
  { pathPrefix: '/x' },
  { credential: 'env:X' },
  { auth: 'both' as const },
])('another target (%j) starts afresh, and what is still out there teaches it nothing', (more) => {
  const state = router()
  const slot = slotFor(state, 'a')
  const learnt = onOutcome(onSend(onSend(state, slot), slot), slot, seen({ kind: 'empty' }), CHANCE)
  const changed = onConfig(learnt, fleet(endpoint('a', more), 'b'), NOW)
  expect([loads(changed), points(changed)]).toEqual([[1, 0], 0])
  const after = onOutcome(changed, slot, seen({ kind: 'empty' }), CHANCE)
  expect([loads(after), points(after)]).toEqual([[0, 0], 0])
})

test('an outcome for an endpoint that was removed is dropped, also when one of its name came back', () => {
  const state = router()
  const slot = slotFor(state, 'a')
  const without = onConfig(onSend(state, slot), fleet('b'), NOW)
  expect(onOutcome(without, slot, seen({ kind: 'empty' }), CHANCE)).toEqual(without)
  expect(onCommit(without, slot, NOW)).toBe(without)
  const again = onConfig(without, fleet('a', 'b'), NOW)
  const out = onSend(again, slotFor(again, 'a'))
  const after = onOutcome(out, slot, seen({ kind: 'empty' }), CHANCE)
  expect([loads(after), points(after)]).toEqual([[1, 0], 0])
})

test('what was sent before this machine slept is held against nobody', () => {
  const state = router()
  const slot = slotFor(state, 'a')
  const woken = onWake(onSend(state, slot), NOW)
  const after = onOutcome(woken, slot, seen({ kind: 'empty' }), CHANCE)
  expect([loads(after), points(after)]).toEqual([[0, 0], 0])
  expect(points(onOutcome(woken, slotFor(woken, 'a', NOW + 1), seen({ kind: 'empty' }), CHANCE))).toBe(1)
})

test('while the network of this machine is down nobody takes points', () => {
  let state = router(fleet('a', 'b', 'c'))
  const lost: Outcome = { kind: 'unreachable', why: 'time-out' }
  const unsent = { outcome: lost, progress: 'not-sent' as const, limits: null }
  state = onOutcome(state, slotFor(state, 'a'), unsent, CHANCE)
  state = onOutcome(state, slotFor(state, 'b'), unsent, CHANCE)
  expect([points(state, 0), points(state, 1), state.network.downSince]).toEqual([2, 0, NOW])
  state = onOutcome(state, slotFor(state, 'a'), seen({ kind: 'empty' }), CHANCE)
  expect([state.network.downSince, state.evidence[0]?.circuit.kind]).toEqual([null, 'open'])
})

test('an endpoint that is blamed after all takes its point, and gives nothing back twice', () => {
  const state = router()
  const slot: Slot = { ...slotFor(state, 'a'), cost: 1 }
  const doubtful: Outcome = { kind: 'unavailable', told: null, blame: 'when-another-differs' }
  const after = onOutcome(onSend(onSend(state, slot), slot), slot, seen(doubtful), CHANCE)
  expect([points(after), after.evidence[0]?.budget.out]).toEqual([0, 1])
  const blamed = onBlame(after, slot, CHANCE)
  expect([points(blamed), loads(blamed), blamed.evidence[0]?.budget.out]).toEqual([1, [1, 0], 1])
})

test('blame is no broken answer: what was closed by a trial’s commits stays closed', () => {
  const state = router()
  const before = given(state.evidence[0])
  const circuit = { ...closedCircuit(NOW), isOnItsWord: true }
  const onItsWord = { ...state, evidence: state.evidence.with(0, { ...before, circuit }) }
  const after = onBlame(onItsWord, { ...slotFor(onItsWord, 'a'), isTrial: true }, CHANCE)
  expect([after.evidence[0]?.circuit.kind, points(after)]).toEqual(['closed', 1])
})

test('a commit of what is no trial and no bench teaches how long it took, earns credit, and nothing else', () => {
  const state = router()
  const slot = slotFor(state, 'a')
  const after = onCommit(state, slot, NOW)
  const [{ credit, latency }, before] = [given(after.evidence[0]), given(state.evidence[0])]
  expect(after).toEqual({
    ...state,
    evidence: state.evidence.with(0, { ...before, latency, credit, metAt: NOW }),
  })
  expect(latency).not.toEqual(before.latency)
  expect(credit.sends).toBe(before.credit.sends + 10)
  expect(onCommit(onWake(state, NOW), slot, NOW).evidence[0]?.latency).toEqual(before.latency)
  expect(state.line.seatOf.get(endpointId('a'))?.entry).toBe(0)
})
