import { expect, test } from 'vitest'
import { fleet, given } from '../../test/support/fleet.ts'
import { metAt, QUIET, quiet } from '../../test/support/met.ts'
import { DEFAULT_POLICY, type Policy } from './model.ts'
import { dueProbes, nextDueAt, onProbesSent, probeRound } from './probes.ts'
import { freshRouter, onConfig, type RouterState } from './router.ts'

const NOW = 1_000_000
const MINUTE = 60_000
const HALF_HOUR = 30 * MINUTE
const EMPTY = { kind: 'empty' } as const

const kinds = (state: RouterState, now: number) =>
  dueProbes(state, now).map(({ endpoint: { name }, kind, mayAskAgain, why }) => [
    why,
    name,
    kind,
    mayAskAgain,
  ])
const withPolicy = (state: RouterState, policy: Partial<Policy>): RouterState =>
  onConfig(state, { ...state.line.table, policy: { ...DEFAULT_POLICY, ...policy } }, NOW)

test('an endpoint that nothing was seen of for a minute is looked at, and then a minute later again', () => {
  const state = freshRouter(fleet('a', 'b'), NOW)
  const later = NOW + MINUTE
  expect([nextDueAt(state, NOW), kinds(state, later - 1)]).toEqual([later, []])
  expect(kinds(state, later)).toEqual([
    ['routine', 'a', 'free', false],
    ['routine', 'b', 'free', false],
  ])
  const asked = onProbesSent(state, dueProbes(state, later), later)
  expect([kinds(asked, later), nextDueAt(asked, later)]).toEqual([[], later + MINUTE])
  expect(nextDueAt(withPolicy(state, { checkIntervalMs: 5_000 }), NOW)).toBe(NOW + 5_000)
})

test('while somebody is served, an endpoint that is silent for half an hour is asked a question', () => {
  const state = metAt(NOW, fleet('b', 'a'), { kind: 'ok' })
  const served = {
    ...state,
    evidence: state.evidence.with(1, {
      ...given(state.evidence[1]),
      servedAt: NOW + 29 * MINUTE,
      metAt: NOW + 29 * MINUTE,
    }),
  }
  const now = NOW + HALF_HOUR
  expect(kinds(served, now)).toEqual([
    ['stale', 'b', 'conversation', true],
    ['routine', 'a', 'free', false],
  ])
  expect(kinds(withPolicy(served, { checkMode: 'free' }), now)).toEqual([
    ['routine', 'b', 'free', false],
    ['routine', 'a', 'free', false],
  ])
  expect(kinds(withPolicy(served, { checkMode: 'passive' }), now)).toEqual([])
  expect(nextDueAt(withPolicy(served, { checkMode: 'passive' }), now)).toBe(null)
  expect(kinds(withPolicy(served, { checkTokens: 200 }), now)[0]).toEqual([
    'stale',
    'b',
    'conversation',
    false,
  ])
  expect(kinds(withPolicy(served, { checkTokens: 199 }), now)[0]).toEqual(['routine', 'b', 'free', false])
})

test('who has used his tokens is looked at for free, and a bench not before the next day', () => {
  const state = metAt(NOW, quiet('a'), { kind: 'credential' })
  const at = NOW + HALF_HOUR - 30_000
  const used = withPolicy(state, { ...QUIET, checkTokens: 0 })
  expect([kinds(state, at), kinds(used, at), nextDueAt(used, at)]).toEqual([
    [['recheck', 'a', 'conversation', true]],
    [],
    null,
  ])
  const trial = withPolicy(metAt(NOW, quiet('a'), EMPTY, EMPTY, EMPTY), { ...QUIET, checkTokens: 0 })
  expect(kinds(trial, NOW + 15_000)).toEqual([['trial', 'a', 'free', false]])
  const passive = withPolicy(trial, { ...QUIET, checkMode: 'passive' })
  expect([kinds(passive, NOW + 15_000), nextDueAt(passive, NOW + 15_000)]).toEqual([[], null])
})

test('a round asks each endpoint once: what is due, and of the others whether they are there', () => {
  const state = metAt(NOW, fleet('b', 'a'), { kind: 'credential' })
  const at = NOW + HALF_HOUR - 30_000
  const round = (of: RouterState) =>
    probeRound(of, at).map(({ endpoint, kind, why }) => [why, endpoint.name, kind])
  expect(round(state)).toEqual([
    ['routine', 'b', 'free'],
    ['recheck', 'a', 'conversation'],
  ])
  expect(round(withPolicy(state, { checkMode: 'passive' }))).toEqual([
    ['routine', 'b', 'free'],
    ['routine', 'a', 'free'],
  ])
})
