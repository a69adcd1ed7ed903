import { expect, test } from 'vitest'
import { afterCommit, toldReturnAt, type Outcome } from './outcome.ts'

const NOW = 1_000_000
const told = { waitMs: 9_000, origin: 'retry-after' } as const

const ENDS: readonly (readonly [Outcome, Outcome['kind'], number | null])[] = [
  [{ kind: 'ok' }, 'ok', null],
  [{ kind: 'cancelled' }, 'cancelled', null],
  [{ kind: 'timed-out', phase: 'more-content' }, 'broken-stream', null],
  [{ kind: 'overloaded', told: null }, 'broken-stream', null],
  [{ kind: 'overloaded', told }, 'broken-stream', NOW + 9_000],
  [{ kind: 'rate-limited', told, ofAccount: true }, 'broken-stream', NOW + 9_000],
]

test.each(ENDS)('%j is %s after the commit, and told its return as %j', (outcome, kind, at) => {
  expect(afterCommit(outcome)).toMatchObject({ kind })
  expect(toldReturnAt(outcome, NOW)).toBe(at)
})
