import { expect, test } from 'vitest'
import { endpoint } from '../../../test/support/fleet.ts'
import type { BenchReason } from '../health/bench.ts'
import type { Outcome } from '../outcome.ts'
import type { No } from './eligible.ts'
import { finalAnswer, type ComeBack, type FailedAttempt } from './final-answer.ts'
import type { Refusal } from './route.ts'

const NOW = 1_000_000
const HOURS = 7_200_000
const told = (waitMs: number | null) => (waitMs === null ? null : { waitMs, origin: 'retry-after' as const })
const limited = (ms: number | null): Outcome => ({ kind: 'rate-limited', told: told(ms), ofAccount: false })
const overloaded = (ms: number | null): Outcome => ({ kind: 'overloaded', told: told(ms) })
const unavailable = (ms: number | null): Outcome => ({
  kind: 'unavailable',
  told: told(ms),
  blame: 'at-once',
})
const rejected = (fault: 'refused' | 'too-large' | 'bad-signature' = 'refused'): Outcome => ({
  kind: 'rejected',
  fault,
})
const SLOW: Outcome = { kind: 'timed-out', phase: 'first-content' }

type Failed = FailedAttempt<string>
const failure = (name: string, outcome: Outcome, more: Partial<Failed> = {}): Failed => ({
  endpoint: name,
  outcome,
  held: null,
  status: null,
  ...more,
})
const refusal = (name: string, no: No, returnsAt: number | null = null, servedLately = false): Refusal => ({
  endpoint: endpoint(name),
  no,
  returnsAt,
  servedLately,
})
const benched = (
  name: string,
  reason: BenchReason,
  ms: number,
  more: { readonly isTold?: boolean; readonly servedLately?: boolean } = {},
): Refusal => {
  const bench = {
    reason,
    model: null,
    since: NOW,
    until: NOW + ms,
    origin: more.isTold === true ? 'retry-after' : 'usual',
    strikes: 0,
    recheckAt: null,
  } as const
  return refusal(name, { kind: 'benched', until: NOW + ms, bench }, NOW + ms, more.servedLately)
}

/** The answer when endpoints failed like this, without an answer of their own. */
const ofAll = (...outcomes: readonly Outcome[]) => {
  const failures = outcomes.map((outcome, index) => failure(`e${String(index)}`, outcome))
  return finalAnswer({ failures, noes: [], candidates: outcomes.length + 1, isOffline: false }, NOW)
}

const ROWS: readonly (readonly [string, readonly Outcome[], string, ComeBack])[] = [
  ['the shortest told wait decides', [limited(20_000), limited(40_000)], 'all-limited', 20],
  ['a wait is rounded up', [limited(20_001), limited(HOURS)], 'all-limited', 21],
  ['sixty seconds is still a wait', [limited(60_000), limited(HOURS)], 'all-limited', 60],
  ['sixty-one is none', [limited(60_001), limited(HOURS)], 'all-limited', 'never'],
  ['not only limits: 503', [limited(20_000), SLOW], 'all-out', 20],
  ['an overload may tell its time', [overloaded(9_000), { kind: 'credential' }], 'all-out', 9],
  ['an outage may tell its time', [unavailable(9_000), { kind: 'credential' }], 'all-out', 9],
  [
    'nothing told, something transient',
    [overloaded(null), { kind: 'credential' }],
    'all-out',
    'at-its-own-pace',
  ],
  [
    'a long limit beside something transient',
    [limited(HOURS), { kind: 'unreachable', why: 'refused' }],
    'all-out',
    'at-its-own-pace',
  ],
  ['everybody too slow', [SLOW, SLOW], 'all-too-slow', 'at-its-own-pace'],
  ['one too slow, one broken', [SLOW, { kind: 'broken-stream' }], 'all-out', 'at-its-own-pace'],
  ['one too slow, one without a key', [SLOW, { kind: 'credential' }], 'all-out', 'at-its-own-pace'],
  ['limits for hours', [limited(HOURS), { kind: 'balance' }], 'all-limited', 'never'],
  ['a limit without a time', [limited(null), { kind: 'balance' }], 'all-limited', 'at-its-own-pace'],
  ['no model, no balance', [{ kind: 'model-missing' }, { kind: 'balance' }], 'model-nowhere', 'never'],
  ['no balance, no key', [{ kind: 'credential' }, { kind: 'balance' }], 'no-balance', 'never'],
  ['no key', [{ kind: 'credential' }, { kind: 'credential' }], 'no-credential', 'never'],
  ['nobody asked', [], 'no-endpoint', 'never'],
  ['a fault of the request whose text was lost', [rejected()], 'all-out', 'never'],
]

test.each(ROWS)('%s', (_name, outcomes, code, comeBack) => {
  expect(ofAll(...outcomes)).toMatchObject({ kind: 'ours', code, comeBack })
})

const NO_WAY: Outcome = { kind: 'unreachable', why: 'no-route' }
const NO_CONNECTION: Outcome = { kind: 'timed-out', phase: 'connection' }
const OFFLINE: readonly (readonly [string, readonly Outcome[], string, ComeBack])[] = [
  ['no way to either', [NO_WAY, NO_WAY], 'no-network', 'at-its-own-pace'],
  ['no connection to either', [NO_CONNECTION, NO_CONNECTION], 'no-network', 'at-its-own-pace'],
  ['one that was reached beside it', [unavailable(9_000), NO_WAY], 'no-network', 9],
  ['one that refused', [{ kind: 'unreachable', why: 'refused' }], 'all-out', 'at-its-own-pace'],
  ['one that was too slow', [SLOW, SLOW], 'all-too-slow', 'at-its-own-pace'],
  ['a limit on all that were reached', [limited(9_000), limited(9_000)], 'all-limited', 9],
]

test.each(OFFLINE)('without a network: %s', (_name, outcomes, code, comeBack) => {
  const failures = outcomes.map((outcome, index) => failure(`e${String(index)}`, outcome))
  const ledger = { failures, noes: [], candidates: 2 }
  expect(finalAnswer({ ...ledger, isOffline: true }, NOW)).toMatchObject({ code, comeBack })
  expect(finalAnswer({ ...ledger, isOffline: false }, NOW)).not.toMatchObject({ code: 'no-network' })
})

const TRANSIENT: readonly Outcome[] = [
  { kind: 'unreachable', why: 'refused' },
  { kind: 'malformed' },
  { kind: 'empty' },
  { kind: 'broken-stream' },
  unavailable(null),
  overloaded(null),
]
test.each(TRANSIENT)('$kind may be over when the client comes back', (outcome) => {
  expect(ofAll(outcome, { kind: 'credential' })).toMatchObject({
    code: 'all-out',
    comeBack: 'at-its-own-pace',
  })
})

/** Nobody was even asked. */
const ofNoes = (...noes: readonly Refusal[]) =>
  finalAnswer<Failed>({ failures: [], noes, candidates: noes.length, isOffline: false }, NOW)

const KEPT: readonly (readonly [string, readonly Refusal[], string, ComeBack])[] = [
  ['limits', [benched('a', 'rate-limit', 20_000), benched('b', 'rate-limit', HOURS)], 'all-limited', 20],
  ['a long limit', [benched('a', 'rate-limit', HOURS, { isTold: true })], 'all-limited', 'never'],
  [
    'a long limit that nobody told of',
    [benched('a', 'rate-limit', HOURS, { isTold: true }), benched('b', 'rate-limit', HOURS)],
    'all-limited',
    'at-its-own-pace',
  ],
  ['an overload', [benched('a', 'overload', 4_001), benched('b', 'rate-limit', HOURS)], 'all-out', 5],
  ['an outage', [benched('a', 'outage', HOURS)], 'all-out', 'at-its-own-pace'],
  ['keys', [benched('a', 'credential', HOURS), benched('b', 'credential', HOURS)], 'no-credential', 'never'],
  [
    'a key that served lately',
    [benched('a', 'credential', HOURS), benched('b', 'credential', HOURS, { servedLately: true })],
    'no-credential',
    'at-its-own-pace',
  ],
  ['the only key', [benched('a', 'credential', HOURS)], 'no-credential', 'at-its-own-pace'],
  ['a balance', [benched('a', 'balance', HOURS), benched('b', 'credential', HOURS)], 'no-balance', 'never'],
  ['a model', [benched('a', 'model-missing', HOURS)], 'model-nowhere', 'never'],
  [
    'an open circuit, which need overrules, however soon it ends',
    [refusal('a', { kind: 'circuit-open', until: NOW + 9_000 }, NOW + 9_000)],
    'all-out',
    'at-its-own-pace',
  ],
  ['a trial', [refusal('a', { kind: 'on-trial', hasPermit: false })], 'all-out', 'at-its-own-pace'],
  ['everybody full', [refusal('a', { kind: 'full', inFlight: 1, most: 1 })], 'all-limited', 5],
  [
    'one full, one limited',
    [refusal('a', { kind: 'full', inFlight: 1, most: 1 }), benched('b', 'rate-limit', 2_000)],
    'all-limited',
    2,
  ],
  [
    'everybody off',
    [
      refusal('a', { kind: 'disabled' }),
      refusal('b', { kind: 'fenced-off' }),
      refusal('c', { kind: 'failover-off' }),
    ],
    'no-endpoint',
    'never',
  ],
  [
    'one off, one limited',
    [refusal('a', { kind: 'disabled' }), benched('b', 'rate-limit', 9_000)],
    'all-limited',
    9,
  ],
  ['a limit that ends now', [benched('a', 'rate-limit', 0)], 'all-limited', 1],
]

test.each(KEPT)('nobody was asked, because of %s', (_name, noes, code, comeBack) => {
  expect(ofNoes(...noes)).toMatchObject({ kind: 'ours', code, comeBack })
})

test('each endpoint is named once, with its last failure or its reason, and when it is back', () => {
  const failures = [
    failure('a', overloaded(null)),
    failure('b', { kind: 'empty' }),
    failure('a', limited(9_000)),
  ]
  const noes = [
    refusal('a', { kind: 'tried', until: NOW + 12_000 }, NOW + 12_000),
    refusal('b', { kind: 'tried', until: null }),
    benched('c', 'credential', HOURS),
  ]
  const answer = finalAnswer({ failures, noes, candidates: 3, isOffline: false }, NOW)
  expect(answer).toMatchObject({
    comeBack: 12,
    reasons: [
      { endpoint: 'a', failure: failures[2], no: null, returnsAt: NOW + 12_000 },
      { endpoint: 'b', failure: failures[1], no: null, returnsAt: null },
      { endpoint: 'c', failure: null, no: { kind: 'benched' }, returnsAt: NOW + HOURS },
    ],
  })
  expect(answer.kind === 'ours' && answer.reasons).toHaveLength(3)
})

test('a single endpoint speaks for itself, an overload as 503', () => {
  const alone = (outcome: Outcome) => {
    const one = failure('a', outcome, { held: 'its words', status: 429 })
    return finalAnswer({ failures: [one], noes: [], candidates: 1, isOffline: false }, NOW)
  }
  expect(alone(limited(HOURS))).toMatchObject({
    kind: 'its-own',
    of: { held: 'its words' },
    asUnavailable: false,
  })
  expect(alone(overloaded(null))).toMatchObject({ kind: 'its-own', asUnavailable: true })
})

test('a single endpoint that left no answer is told in our words', () => {
  const one = failure('a', { kind: 'unreachable', why: 'refused' })
  expect(finalAnswer({ failures: [one], noes: [], candidates: 1, isOffline: false }, NOW)).toMatchObject({
    kind: 'ours',
    comeBack: 'at-its-own-pace',
  })
})

test('several that say the same of the request are passed on; others are not', () => {
  const said = (name: string, status: number, outcome: Outcome = unavailable(null)) =>
    failure(name, outcome, { held: `the ${String(status)} of ${name}`, status })
  const of = (...failures: readonly Failed[]) =>
    finalAnswer({ failures, noes: [], candidates: 2, isOffline: false }, NOW)
  expect(of(said('a', 404), said('b', 404))).toMatchObject({ kind: 'its-own', of: { held: 'the 404 of b' } })
  expect(of(said('a', 404), said('b', 405))).toMatchObject({ kind: 'ours' })
  expect(of(said('a', 500), said('b', 500))).toMatchObject({ kind: 'ours' })
  expect(of(said('a', 503), said('b', 503))).toMatchObject({ kind: 'ours' })
  expect(of(said('a', 399), said('b', 399))).toMatchObject({ kind: 'ours' })
  expect(of(said('a', 400), said('b', 400))).toMatchObject({ kind: 'its-own' })
  expect(of(said('a', 429, limited(null)), said('b', 429, limited(null)))).toMatchObject({ kind: 'ours' })
})

/** `a` failed like this, then `b` found fault with the request itself. */
const thenRejected = (
  first: Outcome,
  fault: 'refused' | 'too-large' | 'bad-signature',
  held: string | null = 'no',
) =>
  finalAnswer(
    {
      failures: [failure('a', first), failure('b', rejected(fault), { held, status: 400 })],
      noes: [],
      candidates: 2,
      isOffline: false,
    },
    NOW,
  )

test('the request’s own fault goes back, unless somebody who failed before is soon back', () => {
  expect(thenRejected({ kind: 'empty' }, 'refused')).toMatchObject({ kind: 'its-own', of: { endpoint: 'b' } })
  expect(thenRejected(limited(HOURS), 'refused')).toMatchObject({ kind: 'its-own' })
  expect(thenRejected(limited(9_000), 'refused')).toMatchObject({ kind: 'ours', comeBack: 9 })
  expect(thenRejected(limited(9_000), 'too-large')).toMatchObject({ kind: 'its-own' })
  expect(thenRejected(limited(9_000), 'bad-signature')).toMatchObject({ kind: 'its-own' })
  expect(thenRejected(limited(9_000), 'too-large', null)).toMatchObject({ kind: 'ours' })
  const elsewhere = {
    failures: [failure('b', rejected(), { held: 'no', status: 400 })],
    noes: [benched('a', 'overload', 5_000)],
    candidates: 2,
    isOffline: false,
  }
  expect(finalAnswer(elsewhere, NOW)).toMatchObject({ kind: 'its-own' })
})

test('a fault of the request goes back although somebody else failed after it', () => {
  const failures = [
    failure('a', rejected('too-large'), { held: 'too large', status: 413 }),
    failure('b', { kind: 'empty' }),
  ]
  expect(finalAnswer({ failures, noes: [], candidates: 2, isOffline: false }, NOW)).toMatchObject({
    of: { held: 'too large' },
  })
})
