import { expect, test } from 'vitest'
import { endpoint } from '../../../test/support/fleet.ts'
import { NO_LIMITS } from '../limits.ts'
import { DEFAULT_POLICY } from '../model.ts'
import type { Outcome, Progress } from '../outcome.ts'
import type { RequestKind } from '../request-kind.ts'
import { benchFor } from './bench.ts'
import { onPermit } from './circuit.ts'
import {
  backSince,
  committed,
  freshEvidence,
  learnt,
  targetOf,
  type Evidence,
  type Sent,
} from './evidence.ts'
import { pointsOf } from './points.ts'
import { countOf, goodsOf } from './tally.ts'

const NOW = 1_000_000
const FRESH = freshEvidence(endpoint('one'), 1, NOW)
const SENT: Sent = {
  epoch: 0,
  isTrial: false,
  isForced: false,
  kind: 'message',
  model: 'opus',
  bytes: 1_000,
  stream: true,
  hangingMs: 20_000,
  cost: 0,
  sentAt: NOW,
}
const told = { waitMs: 9_000, origin: 'retry-after' as const }

interface Step {
  readonly at?: number
  readonly progress?: Progress
  readonly sent?: Partial<Sent>
  readonly isNobodysFault?: boolean
}

const after = (before: Evidence, outcome: Outcome, step: Step = {}): Evidence => {
  const { at = NOW, isNobodysFault = false, progress = 'streaming', sent = {} } = step
  const seen = { outcome, progress, limits: null }
  return learnt(before, { ...SENT, ...sent }, seen, DEFAULT_POLICY, { now: at, roll: 0.5, isNobodysFault })
}

/** Its first content reached the client. */
const begun = (before: Evidence, sent: Sent, now: number): Evidence =>
  committed(before, sent, { now, hasSlept: false })

const pointsIn = ({ circuit }: Evidence): number =>
  circuit.kind === 'closed' ? circuit.run.reduce((sum, { points }) => sum + points, 0) : NaN

/** Each cell of the outcome table: what it costs the endpoint, and the bench that it leaves. */
const CELLS: readonly (readonly [Outcome, number, readonly [string, string | null, number] | null])[] = [
  [{ kind: 'unreachable', why: 'refused' }, 2, null],
  [{ kind: 'unreachable', why: 'no-such-host' }, 2, null],
  [{ kind: 'unreachable', why: 'tls' }, 2, null],
  [{ kind: 'unreachable', why: 'reset' }, 2, null],
  [{ kind: 'unreachable', why: 'time-out' }, 2, null],
  [{ kind: 'unreachable', why: 'no-route' }, 0, null],
  [{ kind: 'unreachable', why: 'no-dns' }, 0, null],
  [{ kind: 'timed-out', phase: 'connection' }, 2, null],
  [{ kind: 'timed-out', phase: 'first-content' }, 2, null],
  [{ kind: 'timed-out', phase: 'more-content' }, 1, null],
  [{ kind: 'credential' }, 0, ['credential', null, 1_800_000]],
  [{ kind: 'balance' }, 0, ['balance', null, 1_800_000]],
  [{ kind: 'model-missing' }, 0, ['model-missing', 'opus', 600_000]],
  [{ kind: 'rejected', fault: 'refused' }, 0, null],
  [{ kind: 'rejected', fault: 'too-large' }, 0, null],
  [{ kind: 'rejected', fault: 'bad-signature' }, 0, null],
  [{ kind: 'rate-limited', told, ofAccount: false }, 0, ['rate-limit', 'opus', 9_000]],
  [{ kind: 'rate-limited', told, ofAccount: true }, 0, ['rate-limit', null, 9_000]],
  [{ kind: 'rate-limited', told: null, ofAccount: false }, 0, ['rate-limit', 'opus', 30_000]],
  [{ kind: 'overloaded', told: null }, 0, ['overload', 'opus', 5_000]],
  [{ kind: 'overloaded', told }, 0, ['overload', 'opus', 9_000]],
  [{ kind: 'unavailable', told: null, blame: 'at-once' }, 1, null],
  [{ kind: 'unavailable', told, blame: 'at-once' }, 1, ['outage', null, 9_000]],
  [{ kind: 'unavailable', told: null, blame: 'when-another-differs' }, 0, null],
  [{ kind: 'unavailable', told: null, blame: 'never' }, 0, null],
  [{ kind: 'malformed' }, 1, null],
  [{ kind: 'empty' }, 1, null],
  [{ kind: 'broken-stream' }, 1, null],
  [{ kind: 'cancelled' }, 0, null],
]

test.each(CELLS)('before the commit %j costs %i points and benches %j', (outcome, points, bench) => {
  const evidence = after(FRESH, outcome)
  expect(pointsIn(evidence)).toBe(points)
  expect(pointsOf(outcome, false)).toBe(points)
  const made = evidence.benches.map(({ model, reason, until }) => [reason, model, until - NOW])
  expect(made).toEqual(bench === null ? [] : [bench])
})

test.each(CELLS)(
  'after the commit %j is a broken stream, or the client’s leaving, and benches nothing',
  (outcome) => {
    const evidence = after(FRESH, outcome, { progress: 'committed' })
    expect(pointsIn(evidence)).toBe(outcome.kind === 'cancelled' ? 0 : 1)
    expect(evidence.benches).toEqual([])
  },
)

test.each(CELLS)('when it is nobody’s fault %j teaches nothing', (outcome) => {
  expect(after(FRESH, outcome, { isNobodysFault: true })).toEqual(FRESH)
})

test.each(CELLS)('of a token count %j teaches nothing', (outcome) => {
  expect(after(FRESH, outcome, { sent: { kind: 'count' } })).toEqual(FRESH)
})

test.each(CELLS)('of reading a list, %j teaches whether the host is there', (outcome) => {
  const isOfConnection =
    outcome.kind === 'unreachable' || (outcome.kind === 'timed-out' && outcome.phase === 'connection')
  const expected = isOfConnection
    ? { ...after(FRESH, outcome), latency: FRESH.latency, tally: FRESH.tally }
    : FRESH
  expect(after(FRESH, outcome, { sent: { kind: 'read' } })).toEqual(expected)
})

/** Of messages alone: neither good nor bad is what says nothing of the endpoint. */
const COUNTED: readonly (readonly [Outcome, 'served' | 'failed' | 'not counted'])[] = [
  [{ kind: 'ok' }, 'served'],
  ...CELLS.map(([outcome]) => [outcome, isNotCounted(outcome) ? 'not counted' : 'failed'] as const),
]

function isNotCounted(outcome: Outcome): boolean {
  if (outcome.kind === 'unavailable') return outcome.blame !== 'at-once'
  if (outcome.kind === 'unreachable') return outcome.why === 'no-route' || outcome.why === 'no-dns'
  return ['model-missing', 'rejected', 'cancelled'].includes(outcome.kind)
}

test.each(COUNTED)('of the share that is served, %j is %s', (outcome, expected) => {
  const { tally } = after(FRESH, outcome)
  const counted = countOf(tally) === 0 ? 'not counted' : goodsOf(tally) === 1 ? 'served' : 'failed'
  expect(counted).toBe(expected)
  for (const kind of ['write', 'read', 'count'] as const) {
    expect(after(FRESH, outcome, { sent: { kind } }).tally).toBe(FRESH.tally)
  }
})

test('an answer that breaks after its commit is a failure, and one whose client left is none', () => {
  const counted = (outcome: Outcome) => {
    const { tally } = after(FRESH, outcome, { progress: 'committed' })
    return `${goodsOf(tally)}/${countOf(tally)}`
  }
  expect(counted({ kind: 'rejected', fault: 'refused' })).toBe('0/1')
  expect(counted({ kind: 'broken-stream' })).toBe('0/1')
  expect(counted({ kind: 'cancelled' })).toBe('0/0')
})

test('a success is a success for messages and writes only', () => {
  const kinds: readonly RequestKind[] = ['message', 'write', 'read', 'count']
  const served = kinds.map((kind) => after(FRESH, { kind: 'ok' }, { sent: { kind } }).servedAt)
  expect(served).toEqual([NOW, NOW, null, null])
})

test('a success ends a run of points, and a reading does not', () => {
  const one = after(FRESH, { kind: 'malformed' })
  expect(pointsIn(after(one, { kind: 'ok' }))).toBe(0)
  expect(pointsIn(after(one, { kind: 'ok' }, { sent: { kind: 'read' } }))).toBe(1)
})

test('the third overload within a minute, and each after it, costs a point', () => {
  const overload: Outcome = { kind: 'overloaded', told: null }
  const at = (...steps: readonly number[]) =>
    steps.reduce((before, ms) => after(before, overload, { at: NOW + ms, sent: { sentAt: NOW + ms } }), FRESH)
  expect(pointsIn(at(0, 1))).toBe(0)
  expect(pointsIn(at(0, 1, 59_999))).toBe(1)
  expect(pointsIn(at(0, 1, 2, 3))).toBe(2)
  expect(pointsIn(at(0, 1, 60_000))).toBe(0)
  expect(at(0, 1, 2, 3, 4).circuit.kind).toBe('open')
  expect(at(0, 1, 2, 3).overloadsAt).toHaveLength(3)
  expect(after(FRESH, { kind: 'model-missing' }).overloadsAt).toEqual([])
})

test('a key that served within ten minutes is benched at the second refusal in a row', () => {
  const served = after(FRESH, { kind: 'ok' })
  const refusal: Outcome = { kind: 'credential' }
  const isBenched = (evidence: Evidence, at: number) => benchFor(evidence.benches, 'opus', at) !== null
  const first = after(served, refusal, { at: NOW + 599_999 })
  expect([isBenched(first, NOW + 599_999), first.doubtedAt]).toEqual([false, NOW + 599_999])
  const outWithIt = after(first, refusal, { at: NOW + 599_999, sent: { sentAt: NOW + 599_998 } })
  expect([isBenched(outWithIt, NOW + 599_999), outWithIt.doubtedAt]).toEqual([false, NOW + 599_999])
  expect(
    isBenched(after(first, refusal, { at: NOW + 599_999, sent: { sentAt: NOW + 599_999 } }), NOW + 599_999),
  ).toBe(true)
  expect(isBenched(after(served, refusal, { at: NOW + 600_000 }), NOW + 600_000)).toBe(true)
  const trusted = after(first, { kind: 'ok' }, { at: NOW + 599_999 })
  expect(trusted.doubtedAt).toBe(null)
})

test('the smallest body that was refused is remembered for a day, and a larger one that passed ends it', () => {
  const refusal: Outcome = { kind: 'rejected', fault: 'too-large' }
  const once = after(FRESH, refusal, { sent: { bytes: 5_000 } })
  expect(once.tooLarge).toEqual({ since: NOW, until: NOW + 86_400_000, bytes: 5_000 })
  expect(after(once, refusal, { sent: { bytes: 6_000 } }).tooLarge?.bytes).toBe(5_000)
  expect(after(once, refusal, { sent: { bytes: 4_000 } }).tooLarge?.bytes).toBe(4_000)
  expect(after(once, refusal, { at: NOW + 86_400_000, sent: { bytes: 6_000 } }).tooLarge?.bytes).toBe(6_000)
  expect(after(once, { kind: 'ok' }, { sent: { bytes: 4_999 } }).tooLarge?.bytes).toBe(5_000)
  expect(after(once, { kind: 'ok' }, { sent: { bytes: 5_000 } }).tooLarge).toBe(null)
  expect(after(FRESH, { kind: 'rejected', fault: 'refused' }).tooLarge).toBe(null)
})

test('whoever serves what was sent during a bench ends it, at the commit, unless the end was told', () => {
  const benched = [
    { kind: 'credential' } as const,
    { kind: 'overloaded', told: null } as const,
    { kind: 'rate-limited', told: null, ofAccount: false } as const,
  ].reduce((before, outcome) => after(before, outcome), FRESH)
  const during = { ...SENT, sentAt: NOW + 1 }
  expect(benchFor(begun(benched, during, NOW + 2).benches, 'opus', NOW + 2)).toBe(null)
  expect(
    benchFor(after(benched, { kind: 'ok' }, { at: NOW + 2, sent: during }).benches, 'opus', NOW + 2),
  ).toBe(null)
  expect(benchFor(begun(benched, SENT, NOW + 2).benches, 'opus', NOW + 2)).toBe(null)
  expect(begun(benched, { ...SENT, sentAt: NOW - 1 }, NOW + 2).benches).toBe(benched.benches)
  expect(begun(benched, { ...during, kind: 'read' }, NOW + 2)).toBe(benched)
  expect(
    benchFor(begun(benched, { ...during, model: 'haiku' }, NOW + 2).benches, 'opus', NOW + 2),
  ).toMatchObject({
    reason: 'rate-limit',
  })
  const limited = after(FRESH, { kind: 'rate-limited', told, ofAccount: false })
  expect(begun(limited, during, NOW + 2).benches).toBe(limited.benches)
})

test('the budget is given back whatever came of it, and grows with a success', () => {
  const spent = { ...FRESH, budget: { tokens: 5, out: 2 } }
  expect(after(spent, { kind: 'ok' }, { sent: { cost: 1 } }).budget).toEqual({ tokens: 5.2, out: 1 })
  expect(after(spent, { kind: 'ok' }, { sent: { cost: 1, kind: 'read' } }).budget).toEqual({
    tokens: 5,
    out: 1,
  })
  expect(after(spent, { kind: 'empty' }, { sent: { cost: 2 } }).budget).toEqual({ tokens: 5, out: 1 })
  expect(after(spent, { kind: 'empty' }, { sent: { cost: 2 }, isNobodysFault: true }).budget.out).toBe(1)
})

test('limits in the headers of any answer are taken over', () => {
  const limits = {
    ...NO_LIMITS,
    allowances: [{ name: 'tokens' as const, limit: 10, remaining: 1, resetAt: null }],
  }
  const seen = { outcome: { kind: 'ok' } as const, progress: 'committed' as const, limits }
  const at = { now: NOW, roll: 0, isNobodysFault: false }
  expect(learnt(FRESH, SENT, seen, DEFAULT_POLICY, at).quota?.left).toBe(0.1)
})

/** Opened by three points and then at its trial, with one permit out. */
const ON_TRIAL: Evidence = (() => {
  const open = [1, 2, 3].reduce((before) => after(before, { kind: 'malformed' }), FRESH)
  return { ...open, circuit: onPermit(open.circuit, NOW + 15_000) }
})()
const TRIAL = { epoch: 1, isTrial: true, sentAt: NOW + 15_000 }
const permits = ({ circuit }: Evidence) => (circuit.kind === 'trial' ? circuit.permits : circuit.kind)

test('a trial’s permit comes back whatever happens to it', () => {
  const neutral: readonly Outcome[] = [
    { kind: 'cancelled' },
    { kind: 'rejected', fault: 'refused' },
    { kind: 'rate-limited', told, ofAccount: false },
    { kind: 'credential' },
  ]
  for (const outcome of neutral) expect(permits(after(ON_TRIAL, outcome, { sent: TRIAL }))).toBe(0)
  expect(permits(after(ON_TRIAL, { kind: 'empty' }, { sent: TRIAL }))).toBe('open')
  expect(permits(after(ON_TRIAL, { kind: 'empty' }, { sent: TRIAL, isNobodysFault: true }))).toBe(0)
  expect(permits(after(ON_TRIAL, { kind: 'ok' }, { sent: TRIAL }))).toBe(0)
  const going = begun(ON_TRIAL, { ...SENT, ...TRIAL }, NOW + 15_001)
  expect(permits(after(going, { kind: 'cancelled' }, { sent: TRIAL, progress: 'committed' }))).toBe(0)
})

test('a circuit that closes marks the return, and so does a bench that ends', () => {
  const once = after(ON_TRIAL, { kind: 'ok' }, { sent: TRIAL, at: NOW + 16_000 })
  expect(backSince(once, 'opus', NOW + 16_000)).toBe(null)
  const again = { ...once, circuit: onPermit(once.circuit, NOW + 16_000) }
  const closed = begun(again, { ...SENT, ...TRIAL }, NOW + 17_000)
  expect([closed.circuit.kind, backSince(closed, 'opus', NOW + 17_000)]).toEqual(['closed', NOW + 17_000])
  const benched = after(
    closed,
    { kind: 'overloaded', told: null },
    { at: NOW + 20_000, sent: { epoch: 1, sentAt: NOW + 20_000 } },
  )
  expect(backSince(benched, 'opus', NOW + 24_999)).toBe(NOW + 17_000)
  expect(backSince(benched, 'opus', NOW + 25_000)).toBe(NOW + 25_000)
  const onlyBenched = after(FRESH, { kind: 'overloaded', told: null })
  expect(backSince(onlyBenched, 'opus', NOW + 5_000)).toBe(NOW + 5_000)
  expect(backSince({ ...onlyBenched, returnedAt: NOW + 6_000 }, 'opus', NOW + 7_000)).toBe(NOW + 6_000)
})

test('a target is an address, a way to show a key, and where the key is', () => {
  const base = targetOf(endpoint('one'))
  expect(targetOf(endpoint('one', { weight: 5, name: 'other' }))).toBe(base)
  for (const more of [
    { origin: 'https://x' },
    { pathPrefix: '/x' },
    { credential: 'env:X' },
    { auth: 'both' as const },
  ]) {
    expect(targetOf(endpoint('one', more))).not.toBe(base)
  }
})
