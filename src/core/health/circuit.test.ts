import { expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../model.ts'
import {
  circuitAt,
  closedCircuit,
  hasPermit,
  onBad,
  onGood,
  onNeutral,
  onPermit,
  onProbed,
  onProbeUnclear,
  onTrialAsked,
  onTrialCommit,
  type Circuit,
  type Pass,
} from './circuit.ts'

const NOW = 1_000_000
const MIDDLE = 0.5
const pass = (epoch: number, more: Partial<Pass> = {}): Pass => ({
  epoch,
  isTrial: false,
  isForced: false,
  ...more,
})
const trialPass = (epoch: number): Pass => pass(epoch, { isTrial: true })

/** After failures at the given instants, each sent in the epoch that held just before it. */
const failing = (circuit: Circuit, points: number, ...at: readonly number[]): Circuit =>
  at.reduce(
    (before, now) =>
      onBad(before, pass(before.epoch), { points, waitedMs: 0 }, DEFAULT_POLICY, { now, roll: MIDDLE }),
    circuit,
  )

const OPENED = failing(closedCircuit(NOW), 1, NOW, NOW + 1, NOW + 2)
const TRIAL_AT = NOW + 2 + 15_000
const bad = (circuit: Circuit, sent: Pass, now: number, roll = MIDDLE) =>
  onBad(circuit, sent, { points: 1, waitedMs: 0 }, DEFAULT_POLICY, { now, roll })

test('three points in a row open it, and one or two do not', () => {
  expect(failing(closedCircuit(NOW), 1, NOW, NOW + 1).kind).toBe('closed')
  expect(OPENED).toEqual({
    kind: 'open',
    epoch: 1,
    backOff: 0,
    since: NOW + 2,
    until: TRIAL_AT,
    outSince: NOW + 2,
  })
  expect(failing(closedCircuit(NOW), 2, NOW).kind).toBe('closed')
  expect(failing(closedCircuit(NOW), 2, NOW, NOW + 1).kind).toBe('open')
  expect(failing(closedCircuit(NOW), 3, NOW).kind).toBe('open')
})

test('points count for a minute', () => {
  expect(failing(closedCircuit(NOW), 1, NOW, NOW + 1, NOW + 59_999).kind).toBe('open')
  expect(failing(closedCircuit(NOW), 1, NOW, NOW + 1, NOW + 60_000).kind).toBe('closed')
})

test('one that hangs for minutes opens, though it cannot fail three times a minute', () => {
  const hung = (before: Circuit, waitedMs: number, now: number) =>
    onBad(before, pass(before.epoch), { points: 2, waitedMs }, DEFAULT_POLICY, { now, roll: MIDDLE })
  const once = hung(closedCircuit(NOW), 300_000, NOW)
  expect(hung(once, 300_000, NOW + 359_999).kind).toBe('open')
  expect(hung(once, 300_000, NOW + 360_000).kind).toBe('closed')
  // A clock that was set back since it was sent.
  expect(hung(once, -300_000, NOW + 59_999).kind).toBe('open')
})

test('a success between starts the run afresh', () => {
  const two = failing(closedCircuit(NOW), 1, NOW, NOW + 1)
  const better = onGood(two, pass(0), false, NOW + 2)
  expect(failing(better, 1, NOW + 3, NOW + 4).kind).toBe('closed')
  expect(failing(better, 1, NOW + 3, NOW + 4, NOW + 5).kind).toBe('open')
})

test('the threshold is the policy’s', () => {
  const policy = { ...DEFAULT_POLICY, failureThreshold: 1 }
  expect(
    onBad(closedCircuit(NOW), pass(0), { points: 1, waitedMs: 0 }, policy, { now: NOW, roll: 0 }).kind,
  ).toBe('open')
})

/** Successes and failures in turn, so that no run is long; the first `extra` failures come before. */
function mixed(goods: number, bads: number): Circuit {
  let circuit: Circuit = closedCircuit(NOW)
  const policy = { ...DEFAULT_POLICY, failureThreshold: 100 }
  for (let i = 0; i < Math.max(goods, bads); i++) {
    if (i < goods) circuit = onGood(circuit, pass(circuit.epoch), false, NOW + i)
    if (i < bads)
      circuit = onBad(circuit, pass(circuit.epoch), { points: 1, waitedMs: 0 }, policy, {
        now: NOW + i,
        roll: MIDDLE,
      })
  }
  return circuit
}

test('fewer than half of at least eight that succeed open it, a half does not', () => {
  expect(mixed(4, 4).kind).toBe('closed')
  expect(mixed(3, 4).kind).toBe('closed')
  expect(mixed(3, 5).kind).toBe('open')
  expect(mixed(40, 41).kind).toBe('open')
})

test('the time that it is open varies by a fifth, with the roll', () => {
  const openFor = (roll: number) => {
    const two = failing(closedCircuit(NOW), 1, NOW, NOW)
    const open = bad(two, pass(0), NOW, roll)
    return open.kind === 'open' ? open.until - NOW : null
  }
  expect([openFor(0), openFor(MIDDLE), openFor(1)]).toEqual([12_000, 15_000, 18_000])
})

test('open reads as a trial from the instant it ends, and from the instant the clock is set back', () => {
  expect(circuitAt(OPENED, TRIAL_AT - 1)).toBe(OPENED)
  const trial = {
    kind: 'trial',
    epoch: 1,
    backOff: 0,
    outSince: NOW + 2,
    permits: 0,
    commits: 0,
    probeAt: TRIAL_AT,
  }
  expect(circuitAt(OPENED, TRIAL_AT)).toEqual(trial)
  expect(circuitAt(OPENED, NOW + 2 - 5_000).kind).toBe('open')
  expect(circuitAt(OPENED, NOW + 2 - 5_001).kind).toBe('trial')
})

const permits = (circuit: Circuit): number | null => (circuit.kind === 'trial' ? circuit.permits : null)
const admits = (circuit: Circuit): boolean => circuit.kind === 'trial' && hasPermit(circuit)

test('a trial admits one; its commit gives the permit back, two are admitted, and the second commit closes', () => {
  const one = onPermit(OPENED, TRIAL_AT)
  expect([permits(one), admits(one)]).toEqual([1, false])
  const committed = onTrialCommit(one, trialPass(1), TRIAL_AT + 5)
  expect(committed).toMatchObject({ permits: 0, commits: 1, probeAt: TRIAL_AT + 5 })
  const two = onPermit(committed, TRIAL_AT + 6)
  expect(admits(two)).toBe(true)
  expect(admits(onPermit(two, TRIAL_AT + 6))).toBe(false)
  const closed = onTrialCommit(two, trialPass(1), TRIAL_AT + 9)
  expect(closed).toMatchObject({
    kind: 'closed',
    epoch: 1,
    backOff: 1,
    since: TRIAL_AT + 9,
    isOnItsWord: true,
    run: [],
  })
  expect(onTrialCommit(closed, trialPass(1), TRIAL_AT + 10)).toBe(closed)
})

test('what is open learns nothing from an answer, and what is closed has no permit to take back', () => {
  const closed = closedCircuit(NOW)
  expect(onGood(OPENED, trialPass(1), false, TRIAL_AT)).toBe(OPENED)
  expect(onNeutral(closed, trialPass(0), false)).toBe(closed)
})

test('a send to an open circuit out of need puts it on trial, in the same epoch', () => {
  expect(onPermit(OPENED, NOW + 3)).toMatchObject({ kind: 'trial', epoch: 1, permits: 1, probeAt: NOW + 3 })
  const closed = closedCircuit(NOW)
  expect(onPermit(closed, NOW)).toBe(closed)
})

test('an answer that was complete at once counts as a commit, one that was committed does not count again', () => {
  const one = onPermit(OPENED, TRIAL_AT)
  expect(onGood(one, trialPass(1), false, TRIAL_AT)).toMatchObject({ permits: 0, commits: 1 })
  const committed = onTrialCommit(one, trialPass(1), TRIAL_AT)
  expect(onGood(committed, trialPass(1), true, TRIAL_AT)).toBe(committed)
  expect(onGood(one, pass(1), false, TRIAL_AT)).toBe(one)
})

test('a trial that is cancelled gives its permit back, unless its commit did', () => {
  const one = onPermit(OPENED, TRIAL_AT)
  expect(permits(onNeutral(one, trialPass(1), false))).toBe(0)
  expect(permits(onNeutral(one, pass(1), false))).toBe(1)
  const committed = onPermit(onTrialCommit(one, trialPass(1), TRIAL_AT), TRIAL_AT)
  expect(permits(onNeutral(committed, trialPass(1), true))).toBe(1)
})

test('of two permits that are out, one comes back', () => {
  const committed = onTrialCommit(onPermit(OPENED, TRIAL_AT), trialPass(1), TRIAL_AT)
  const two = onPermit(onPermit(committed, TRIAL_AT), TRIAL_AT)
  expect([permits(two), permits(onNeutral(two, trialPass(1), false))]).toEqual([2, 1])
})

test('a trial that fails opens again, twice as long; one that was made out of need as long as before', () => {
  const one = onPermit(OPENED, TRIAL_AT)
  expect(bad(one, trialPass(1), TRIAL_AT)).toEqual({
    kind: 'open',
    epoch: 2,
    backOff: 1,
    since: TRIAL_AT,
    until: TRIAL_AT + 30_000,
    outSince: NOW + 2,
  })
  const forced = bad(one, pass(1, { isTrial: true, isForced: true }), TRIAL_AT)
  expect(forced).toMatchObject({ epoch: 2, backOff: 0, until: TRIAL_AT + 15_000 })
})

test('a break after the commit opens a trial again', () => {
  const committed = onTrialCommit(onPermit(OPENED, TRIAL_AT), trialPass(1), TRIAL_AT)
  expect(bad(committed, trialPass(1), TRIAL_AT).kind).toBe('open')
})

const closedAgain = (): Circuit => {
  const first = onTrialCommit(onPermit(OPENED, TRIAL_AT), trialPass(1), TRIAL_AT)
  return onTrialCommit(onPermit(first, TRIAL_AT), trialPass(1), TRIAL_AT)
}

test('closed by commits alone, it opens at the first break of a trial, and not after one has ended well', () => {
  expect(bad(closedAgain(), trialPass(1), TRIAL_AT + 1)).toMatchObject({
    kind: 'open',
    backOff: 1,
    outSince: TRIAL_AT + 1,
  })
  expect(bad(closedAgain(), pass(1), TRIAL_AT + 1).kind).toBe('closed')
  const proven = onGood(closedAgain(), trialPass(1), true, TRIAL_AT + 1)
  expect(bad(proven, trialPass(1), TRIAL_AT + 2).kind).toBe('closed')
})

test('each opening doubles the time up to the maximum, and five good minutes take one doubling back', () => {
  const waits: number[] = []
  let circuit: Circuit = OPENED
  for (let i = 0; i < 6; i++) {
    const at = circuit.kind === 'open' ? circuit.until : 0
    circuit = bad(onPermit(circuit, at), trialPass(circuit.epoch), at)
    waits.push(circuit.kind === 'open' ? circuit.until - at : -1)
  }
  expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000])
  const openAfter = (goodMs: number) => {
    const open = failing(closedCircuit(NOW, 0, 2), 3, NOW + goodMs)
    return open.kind === 'open' ? open.until - open.since : null
  }
  expect([0, 299_999, 300_000, 600_000, 9_000_000, -1].map(openAfter)).toEqual([
    60_000, 60_000, 30_000, 15_000, 15_000, 60_000,
  ])
})

test('the back-off does not grow beyond what is asked of it', () => {
  const open = failing(closedCircuit(NOW, 0, 500), 3, NOW)
  expect(open).toMatchObject({ backOff: 16, until: NOW + 300_000 })
})

test('a straggler from before an opening decides nothing', () => {
  const trial = onPermit(OPENED, TRIAL_AT)
  for (const circuit of [OPENED, trial]) {
    expect(onGood(circuit, trialPass(0), false, TRIAL_AT)).toBe(circuit)
    expect(bad(circuit, trialPass(0), TRIAL_AT)).toBe(circuit)
    expect(onNeutral(circuit, trialPass(0), false)).toBe(circuit)
    expect(onTrialCommit(circuit, trialPass(0), TRIAL_AT)).toBe(circuit)
  }
  expect(onTrialCommit(trial, pass(1), TRIAL_AT)).toBe(trial)
  expect(onGood(OPENED, pass(1), false, TRIAL_AT)).toBe(OPENED)
  expect(bad(OPENED, pass(1), TRIAL_AT)).toBe(OPENED)
})

test('a probe moves a trial and nothing else', () => {
  const chance = { now: TRIAL_AT, roll: MIDDLE }
  const once = onProbed(OPENED, true, DEFAULT_POLICY, chance)
  expect(once).toMatchObject({ kind: 'trial', commits: 1 })
  expect(onProbed(once, true, DEFAULT_POLICY, chance).kind).toBe('closed')
  expect(onProbed(once, false, DEFAULT_POLICY, chance)).toMatchObject({ kind: 'open', backOff: 1, epoch: 2 })
  expect(onProbed(OPENED, true, DEFAULT_POLICY, { now: NOW + 3, roll: 0 })).toBe(OPENED)
  const closed = closedCircuit(NOW)
  expect(onProbed(closed, false, DEFAULT_POLICY, chance)).toBe(closed)
  expect(onProbeUnclear(OPENED, TRIAL_AT)).toMatchObject({ kind: 'trial', probeAt: TRIAL_AT + 30_000 })
  expect(onProbeUnclear(closed, TRIAL_AT)).toBe(closed)
})

test('a trial that was asked for costs no back-off, whichever way it ends', () => {
  const asked = onTrialAsked(closedCircuit(NOW, 3, 1), NOW + 1)
  expect(asked).toMatchObject({ kind: 'trial', epoch: 4, backOff: 0, outSince: NOW + 1, probeAt: NOW + 1 })
  expect(bad(onPermit(asked, NOW + 1), trialPass(4), NOW + 1)).toMatchObject({ backOff: 1 })
  const twice = onProbed(onProbed(asked, true, DEFAULT_POLICY, { now: NOW, roll: 0 }), true, DEFAULT_POLICY, {
    now: NOW,
    roll: 0,
  })
  expect(twice).toMatchObject({ kind: 'closed', backOff: 1 })
  expect(onTrialAsked(OPENED, NOW + 3)).toBe(OPENED)
  const fresh = bad(
    onPermit(onTrialAsked(closedCircuit(NOW), NOW), NOW),
    pass(1, { isTrial: true, isForced: true }),
    NOW,
  )
  expect(fresh).toMatchObject({ backOff: 0, until: NOW + 15_000 })
})
