import { expect, test } from 'vitest'
import type { Outcome } from '../outcome.ts'
import { finalAnswer } from './final-answer.ts'

const limited = (retryAfterMs: number | null): Outcome => ({ kind: 'rate-limited', retryAfterMs })
const overloaded = (retryAfterMs: number | null): Outcome => ({ kind: 'overloaded', retryAfterMs })
const unavailable = (retryAfterMs: number | null): Outcome => ({ kind: 'unavailable', retryAfterMs })
const slow: Outcome = { kind: 'timed-out', phase: 'first-content' }
const HOURS = 7_200_000

/** The answer when two endpoints failed like this, without an answer of their own. */
const ofTwo = (...outcomes: readonly Outcome[]) =>
  finalAnswer(
    outcomes.map((outcome) => ({ outcome, held: null, status: null })),
    2,
  )

const ROWS: readonly (readonly [string, readonly Outcome[], string, number | null])[] = [
  ['the shortest told wait decides', [limited(20_000), limited(40_000)], 'all-limited', 20],
  ['a wait is rounded up', [limited(20_001), limited(HOURS)], 'all-limited', 21],
  ['sixty seconds is still a wait', [limited(60_000), limited(HOURS)], 'all-limited', 60],
  ['a limit without a time is half a minute', [limited(null), limited(HOURS)], 'all-limited', 30],
  ['not only limits: 503', [limited(20_000), slow], 'all-out', 20],
  ['an overload may tell its time', [overloaded(9_000), { kind: 'credential' }], 'all-out', 9],
  ['an outage may tell its time', [unavailable(9_000), { kind: 'credential' }], 'all-out', 9],
  ['nothing told, something transient', [overloaded(null), { kind: 'credential' }], 'all-out', 5],
  ['a long limit beside something transient', [limited(HOURS), { kind: 'unreachable' }], 'all-out', 5],
  ['everybody too slow', [slow, slow], 'all-too-slow', 5],
  ['one too slow, one broken', [slow, { kind: 'broken-stream' }], 'all-out', 5],
  ['limits for hours', [limited(HOURS), { kind: 'balance' }], 'all-limited', null],
  ['no model, no balance', [{ kind: 'model-missing' }, { kind: 'balance' }], 'model-nowhere', null],
  ['no balance, no key', [{ kind: 'credential' }, { kind: 'balance' }], 'no-balance', null],
  ['no key', [{ kind: 'credential' }, { kind: 'credential' }], 'no-credential', null],
  ['nobody asked', [], 'no-endpoint', null],
  ['a fault of the request whose text was lost', [{ kind: 'rejected' }], 'all-out', null],
]

test.each(ROWS)('%s', (_name, outcomes, code, retryAfterS) => {
  expect(ofTwo(...outcomes)).toEqual({ kind: 'ours', code, retryAfterS })
})

for (const kind of ['unreachable', 'malformed', 'empty', 'broken-stream'] as const) {
  test(`${kind} may be over when the client comes back`, () => {
    expect(ofTwo({ kind }, { kind: 'credential' })).toMatchObject({ code: 'all-out', retryAfterS: 5 })
  })
}

test('a single endpoint speaks for itself, an overload as 503', () => {
  const alone = (outcome: Outcome) => finalAnswer([{ outcome, held: 'its words', status: 429 }], 1)
  expect(alone(limited(HOURS))).toEqual({ kind: 'its-own', answer: 'its words', asUnavailable: false })
  expect(alone(overloaded(null))).toMatchObject({ kind: 'its-own', asUnavailable: true })
})

test('a single endpoint that left no answer is told in our words', () => {
  expect(finalAnswer([{ outcome: { kind: 'unreachable' }, held: null, status: null }], 1)).toMatchObject({
    kind: 'ours',
  })
})

test('several that say the same of the request are passed on; others are not', () => {
  const said = (status: number, outcome = unavailable(null)) => ({
    outcome,
    held: `the ${String(status)}`,
    status,
  })
  expect(finalAnswer([said(404), said(404)], 2)).toMatchObject({ kind: 'its-own', answer: 'the 404' })
  expect(finalAnswer([said(404), said(405)], 2)).toMatchObject({ kind: 'ours' })
  expect(finalAnswer([said(503), said(503)], 2)).toMatchObject({ kind: 'ours' })
  expect(finalAnswer([said(429, limited(null)), said(429, limited(null))], 2)).toMatchObject({ kind: 'ours' })
})
