import { expect, test } from 'vitest'
import type { Outcome } from '../outcome.ts'
import {
  isWorthTelling,
  MOST_CHECKS,
  resultOf,
  verdictOnOutcome,
  withNewest,
  type Check,
  type Verdict,
} from './check.ts'

const DOUBTFUL: Outcome = { kind: 'unavailable', told: null, blame: 'when-another-differs' }
const REJECTED: Outcome = { kind: 'rejected', fault: 'refused' }

const OUTCOMES: readonly (readonly [Outcome, number | null, Verdict])[] = [
  [{ kind: 'ok' }, 200, 'ok'],
  [{ kind: 'rate-limited', told: null, ofAccount: false }, 429, 'rate-limited'],
  [{ kind: 'overloaded', told: null }, 529, 'overloaded'],
  [{ kind: 'unavailable', told: null, blame: 'at-once' }, 500, 'outage'],
  [DOUBTFUL, 403, 'refused-by-relay'],
  [DOUBTFUL, 404, 'malformed'],
  [DOUBTFUL, 405, 'malformed'],
  [{ kind: 'unavailable', told: null, blame: 'never' }, 409, 'refused-by-relay'],
  [{ kind: 'unreachable', why: 'refused' }, null, 'unreachable'],
  [{ kind: 'timed-out', phase: 'first-content' }, null, 'time-out'],
  [{ kind: 'credential' }, 401, 'credential'],
  [{ kind: 'balance' }, 402, 'balance'],
  [{ kind: 'model-missing' }, 404, 'model-missing'],
  [REJECTED, 400, 'refused-by-relay'],
  [{ kind: 'malformed' }, 200, 'malformed'],
  [{ kind: 'empty' }, 200, 'empty'],
  [{ kind: 'broken-stream' }, 200, 'malformed'],
]

test.each(OUTCOMES)('%j with status %j is found to be %s', (outcome, status, verdict) => {
  expect(verdictOnOutcome({ outcome, status, isServing: false })).toBe(verdict)
})

test.each([
  [{ kind: 'credential' }, 401, 'refused-by-relay'],
  [DOUBTFUL, 403, 'refused-by-relay'],
  [DOUBTFUL, 404, 'refused-by-relay'],
  [REJECTED, 400, 'refused-by-relay'],
  [{ kind: 'balance' }, 402, 'balance'],
  [{ kind: 'unavailable', told: null, blame: 'at-once' }, 500, 'outage'],
] as const)('while clients are served, %j with status %j is %s', (outcome, status, verdict) => {
  expect(verdictOnOutcome({ outcome, status, isServing: true })).toBe(verdict)
})

const RESULTS: Readonly<Record<Verdict, readonly [string, string]>> = {
  ok: ['pass', 'pass'],
  slow: ['pass', 'pass'],
  'model-mismatch': ['pass', 'pass'],
  'wrong-answer': ['unclear', 'unclear'],
  'refused-by-relay': ['unclear', 'unclear'],
  'model-missing': ['fail', 'unclear'],
  malformed: ['fail', 'fail'],
  empty: ['fail', 'fail'],
  'time-out': ['fail', 'fail'],
  'rate-limited': ['fail', 'fail'],
  overloaded: ['fail', 'fail'],
  outage: ['fail', 'fail'],
  credential: ['fail', 'fail'],
  balance: ['fail', 'fail'],
  unreachable: ['fail', 'fail'],
}

test.each(Object.entries(RESULTS))('%s is a %s; with a model of our choice', (verdict, [wanted, ours]) => {
  expect([resultOf(verdict as Verdict, false), resultOf(verdict as Verdict, true)]).toEqual([wanted, ours])
})

const check = (kind: Check['kind'], at: number, verdict: Verdict = 'ok'): Check => ({
  ...{ at, kind, model: null, verdict, quality: null, modelNamed: null, tokens: { in: 0, out: 0 } },
  ...{ firstByteMs: 1, firstContentMs: null, totalMs: 1 },
})

test('free checks push out no answers, and of answers the newest are kept', () => {
  let checks: readonly Check[] = []
  for (let at = 0; at < 90; at++) checks = withNewest(checks, check('conversation', at))
  for (let at = 90; at < 1_000; at++) checks = withNewest(checks, check('free', at))
  expect(checks.map(({ kind }) => kind).filter((kind) => kind === 'conversation')).toHaveLength(90)
  expect(checks.at(-1)).toEqual(check('free', 999))
  for (let at = 1_000; at < 1_030; at++) checks = withNewest(checks, check('deep', at))
  expect(checks).toHaveLength(MOST_CHECKS)
  expect(checks.at(0)).toEqual(check('conversation', 21))
})

test('what free checks find is told when it changes, and every answer is', () => {
  const before = [check('free', 1), check('conversation', 2, 'empty')]
  expect(isWorthTelling([], check('free', 3))).toBe(true)
  expect(isWorthTelling(before, check('free', 3))).toBe(false)
  expect(isWorthTelling(before, check('free', 3, 'unreachable'))).toBe(true)
  expect(isWorthTelling(before, check('conversation', 3, 'empty'))).toBe(true)
})
