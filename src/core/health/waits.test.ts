import { expect, test } from 'vitest'
import { endpoint } from '../../../test/support/fleet.ts'
import { DEFAULT_POLICY } from '../model.ts'
import type { Outcome, Progress } from '../outcome.ts'
import { committed, freshEvidence, learnt, type Evidence, type Sent } from './evidence.ts'
import { meanMs, NO_LATENCY, onWaited, type Latency } from './latency.ts'
import { hasHung, waitsFor } from './waits.ts'

const NOW = 1_000_000_000
const ASKED = { kind: 'message', stream: true, bytes: 100_000 } as const
const TIMERS = { connectMs: 5_000, firstContentMs: 300_000, idleMs: 240_000 }

/** An endpoint that took so long so many times. */
const usual = (ms: number, times: number, stream = true): Latency =>
  Array.from({ length: times }).reduce<Latency>(
    (latency) => onWaited(latency, { ...ASKED, stream }, { end: 'answered', ms }, NOW),
    NO_LATENCY,
  )
const waits = (latency: Latency, asked: Partial<typeof ASKED | Sent> = {}) => {
  const { firstContentMs, hangingMs } = waitsFor(latency, { ...ASKED, ...asked }, TIMERS, DEFAULT_POLICY, NOW)
  return [firstContentMs, Math.round(hangingMs)]
}

test.each([
  ['nothing is known', NO_LATENCY, [300_000, 20_000]],
  ['too little is known', usual(1_000, 19), [300_000, 20_000]],
  ['it is fast', usual(1_000, 20), [120_000, 20_000]],
  ['it is slow', usual(65_536, 20), [196_608, 196_608]],
  ['it is no round number', usual(50_000, 20), [165_327, 165_327]],
  ['it is slower than is waited for', usual(131_072, 20), [300_000, 393_216]],
])('when %s, first content and hanging are waited for %j', (_when, latency, expected) => {
  expect(waits(latency)).toEqual(expected)
})

test('a single slow answer in a hundred moves neither, two move the limit, six what counts as hanging', () => {
  const slow = (times: number): Latency =>
    Array.from({ length: times }).reduce<Latency>(
      (latency) => onWaited(latency, ASKED, { end: 'answered', ms: 65_536 }, NOW),
      usual(1_000, 100 - times),
    )
  expect([1, 2, 5, 6].map((times) => waits(slow(times)))).toEqual([
    [120_000, 20_000],
    [196_608, 20_000],
    [196_608, 20_000],
    [196_608, 196_608],
  ])
})

test('a whole answer may take the longest time, since it comes all at once; hanging is learnt of it as well', () => {
  expect(waits(usual(1_000, 20, false), { stream: false })).toEqual([300_000, 20_000])
  expect(waits(usual(65_536, 20, false), { stream: false })).toEqual([300_000, 196_608])
  expect(waits(usual(1_000, 20, false))).toEqual([300_000, 20_000])
})

test('what is no message has the longest time', () => {
  for (const kind of ['count', 'read', 'write'] as const) {
    expect(waits(usual(65_536, 20), { kind })).toEqual([300_000, 20_000])
  }
})

test('the longest time wins over the shortest, and an endpoint’s own is that of its timers', () => {
  const limit = (firstContentMs: number, leastFirstContentMs: number) =>
    waitsFor(
      usual(1_000, 20),
      ASKED,
      { ...TIMERS, firstContentMs },
      { ...DEFAULT_POLICY, leastFirstContentMs },
      NOW,
    ).firstContentMs
  expect([limit(90_000, 120_000), limit(600_000, 30_000), limit(600_000, 2_000)]).toEqual([
    90_000, 30_000,
    // 1 s is rounded up to its bin.
    3_072,
  ])
})

test.each<readonly [Outcome, Progress, number, boolean]>([
  [{ kind: 'cancelled' }, 'sent', 30_000, true],
  [{ kind: 'cancelled' }, 'sent', 29_999, false],
  [{ kind: 'cancelled' }, 'streaming', 90_000, false],
  [{ kind: 'cancelled' }, 'not-sent', 90_000, false],
  [{ kind: 'cancelled' }, 'committed', 90_000, false],
  [{ kind: 'empty' }, 'sent', 90_000, false],
])('after %j (%s) within %i ms it has hung: %s', (outcome, progress, tookMs, expected) => {
  const sent = { hangingMs: 30_000, sentAt: NOW }
  expect(hasHung(sent, outcome, progress, NOW + tookMs)).toBe(expected)
})

const FRESH = freshEvidence(endpoint('one'), 1, NOW)
const SENT: Sent = {
  ...{ epoch: 0, isTrial: false, isForced: false, cost: 0, model: 'opus' },
  ...{ ...ASKED, sentAt: NOW, hangingMs: 30_000 },
}
const after = (outcome: Outcome, progress: Progress, more: Partial<Sent> = {}, isNobodysFault = false) =>
  learnt(FRESH, { ...SENT, ...more }, { outcome, progress, limits: null }, DEFAULT_POLICY, {
    ...{ now: NOW + 40_000, roll: 0, isNobodysFault },
  })
const begun = (more: Partial<Sent> = {}, hasSlept = false) =>
  committed(FRESH, { ...SENT, ...more }, { now: NOW + 2_000, hasSlept })

/** What is known of its time: the mean, which is infinite when all that is known was given up. */
const known = ({ latency }: Evidence, stream = true) => meanMs(latency, { ...ASKED, stream }, NOW + 40_000)

test('the first content teaches how long it took, of streams and of whole answers', () => {
  expect(known(begun())).toBeCloseTo(2_000)
  expect([known(begun({ stream: false }), false), known(begun({ stream: false }))]).toEqual([
    expect.closeTo(2_000),
    null,
  ])
  expect(known(begun({ sentAt: NOW + 9_000 }))).toBe(0)
})

test.each<readonly [Outcome, Progress, boolean]>([
  [{ kind: 'timed-out', phase: 'first-content' }, 'sent', true],
  [{ kind: 'timed-out', phase: 'first-content' }, 'streaming', true],
  [{ kind: 'timed-out', phase: 'connection' }, 'not-sent', true],
  [{ kind: 'timed-out', phase: 'more-content' }, 'committed', false],
  [{ kind: 'cancelled' }, 'sent', true],
  [{ kind: 'cancelled' }, 'streaming', false],
  [{ kind: 'ok' }, 'committed', false],
  [{ kind: 'empty' }, 'streaming', false],
  [{ kind: 'overloaded', told: null }, 'sent', false],
  [{ kind: 'unavailable', told: null, blame: 'at-once' }, 'sent', false],
  [{ kind: 'broken-stream' }, 'streaming', false],
])('after %j (%s) a wait counts as given up: %s', (outcome, progress, isGivenUp) => {
  expect(known(after(outcome, progress))).toBe(isGivenUp ? Infinity : null)
})

test('a client that leaves early teaches nothing', () => {
  expect(known(after({ kind: 'cancelled' }, 'sent', { hangingMs: 40_001 }))).toBe(null)
})

test('sleep and a dead network teach no times, and neither does what is no message', () => {
  const late: Outcome = { kind: 'timed-out', phase: 'first-content' }
  expect(known(after(late, 'sent', {}, true))).toBe(null)
  expect(known(begun({}, true))).toBe(null)
  for (const kind of ['count', 'read', 'write'] as const) {
    expect([known(begun({ kind })), known(after(late, 'sent', { kind }))]).toEqual([null, null])
  }
})
