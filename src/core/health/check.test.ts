import { expect, test } from 'vitest'
import type { Outcome } from '../outcome.ts'
import { verdictOf, type Verdict } from './check.ts'

const OUTCOMES: readonly (readonly [Outcome, Verdict])[] = [
  [{ kind: 'ok' }, 'ok'],
  [{ kind: 'rate-limited', told: null, ofAccount: false }, 'rate-limited'],
  [{ kind: 'overloaded', told: null }, 'overloaded'],
  [{ kind: 'unavailable', told: null, blame: 'at-once' }, 'outage'],
  [{ kind: 'unavailable', told: null, blame: 'when-another-differs' }, 'refused-by-relay'],
  [{ kind: 'unavailable', told: null, blame: 'never' }, 'refused-by-relay'],
  [{ kind: 'unreachable', why: 'refused' }, 'unreachable'],
  [{ kind: 'timed-out', phase: 'first-content' }, 'time-out'],
  [{ kind: 'credential' }, 'credential'],
  [{ kind: 'balance' }, 'balance'],
  [{ kind: 'model-missing' }, 'model-missing'],
  [{ kind: 'rejected', fault: 'refused' }, 'refused-by-relay'],
  [{ kind: 'malformed' }, 'malformed'],
  [{ kind: 'empty' }, 'empty'],
  [{ kind: 'broken-stream' }, 'malformed'],
]

test.each(OUTCOMES)('%j is found to be %s', (outcome, verdict) => {
  expect(verdictOf(outcome)).toBe(verdict)
})
