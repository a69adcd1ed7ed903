import { expect, test } from 'vitest'
import type { Outcome, Progress } from '../outcome.ts'
import { attemptsAllowed, nextMove } from './next-move.ts'

const OUTCOMES: readonly Outcome[] = [
  { kind: 'rate-limited', retryAfterMs: null },
  { kind: 'overloaded', retryAfterMs: null },
  { kind: 'unavailable', retryAfterMs: null },
  { kind: 'unreachable' },
  { kind: 'timed-out', phase: 'first-content' },
  { kind: 'credential' },
  { kind: 'balance' },
  { kind: 'model-missing' },
  { kind: 'malformed' },
  { kind: 'empty' },
  { kind: 'broken-stream' },
]
const FREE = ['rate-limited', 'overloaded', 'credential', 'balance', 'model-missing']
const failed = (outcome: Outcome, progress: Progress = 'streaming', status: number | null = null) => ({
  outcome,
  progress,
  status,
})

test.each(OUTCOMES)('after the commit nothing follows $kind', (outcome) => {
  for (const kind of ['message', 'count', 'read', 'write'] as const) {
    expect(nextMove(failed(outcome, 'committed'), kind)).toEqual({ kind: 'nothing' })
  }
})

test.each(OUTCOMES)('before it, $kind is answered by another endpoint', (outcome) => {
  for (const kind of ['message', 'count', 'read'] as const) {
    expect(nextMove(failed(outcome), kind)).toEqual({
      kind: 'elsewhere',
      counts: !FREE.includes(outcome.kind),
    })
  }
})

test.each(OUTCOMES)('what was not sent does not count: $kind', (outcome) => {
  expect(nextMove(failed(outcome, 'not-sent'), 'message')).toEqual({ kind: 'elsewhere', counts: false })
})

test.each(OUTCOMES)('a write goes elsewhere only while nothing was sent: $kind', (outcome) => {
  expect(nextMove(failed(outcome, 'sent'), 'write')).toEqual({ kind: 'answer' })
  expect(nextMove(failed(outcome, 'streaming'), 'write')).toEqual({ kind: 'answer' })
  expect(nextMove(failed(outcome, 'not-sent'), 'write')).toMatchObject({ kind: 'elsewhere' })
})

test("the request's own fault goes back, and a client that left gets nothing", () => {
  expect(nextMove(failed({ kind: 'rejected' }), 'message')).toEqual({ kind: 'answer' })
  expect(nextMove(failed({ kind: 'cancelled' }, 'sent'), 'message')).toEqual({ kind: 'nothing' })
})

test('a 404 to a token count passes; to a message it does not', () => {
  const notFound = failed({ kind: 'unavailable', retryAfterMs: null }, 'streaming', 404)
  expect(nextMove(notFound, 'count')).toEqual({ kind: 'answer' })
  expect(nextMove(notFound, 'message')).toMatchObject({ kind: 'elsewhere' })
})

test('a token count gets two attempts at most', () => {
  expect([attemptsAllowed('count', 4), attemptsAllowed('count', 1), attemptsAllowed('message', 4)]).toEqual([
    2, 1, 4,
  ])
})
