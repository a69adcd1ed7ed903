import { expect, test } from 'vitest'
import type { Outcome } from '../outcome.ts'
import type { NobodyServed } from './final-answer.ts'
import { unserved } from './unserved.ts'

const TABLE: readonly (readonly [Outcome, NobodyServed | null])[] = [
  [{ kind: 'rate-limited', told: null, ofAccount: false }, 'all-limited'],
  [{ kind: 'overloaded', told: null }, 'all-out'],
  [{ kind: 'unavailable', told: null, blame: 'at-once' }, 'all-out'],
  [{ kind: 'unavailable', told: null, blame: 'when-another-differs' }, null],
  [{ kind: 'timed-out', phase: 'first-content' }, 'all-too-slow'],
  [{ kind: 'model-missing' }, 'model-nowhere'],
  [{ kind: 'balance' }, 'no-balance'],
  [{ kind: 'credential' }, 'no-credential'],
  [{ kind: 'rejected', fault: 'refused' }, null],
  [{ kind: 'rejected', fault: 'too-large' }, null],
]

test.each(TABLE)('what one endpoint said, %j, is kept for the reason %s', (outcome, expected) => {
  const of = { endpoint: 'one', outcome, held: 'its own', status: 500 }
  expect(unserved({ kind: 'its-own', of, asUnavailable: false })).toBe(expected)
})

test.each([
  ['all-limited', 'all-limited'],
  ['no-network', 'no-network'],
  ['no-endpoint', null],
] as const)('an answer of ours, %s, is kept for the reason %s', (code, expected) => {
  expect(unserved({ kind: 'ours', code, comeBack: 'never', reasons: [] })).toBe(expected)
})
