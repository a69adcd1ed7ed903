import { expect, test } from 'vitest'
import { endpointId } from '../model.ts'
import type { Outcome, Progress } from '../outcome.ts'
import { affinityOf, afterCommit, afterEnd, afterSend, aliveAt, type Binding } from './sticky.ts'

const NOW = 1_000_000
const [A, B] = [endpointId('a'), endpointId('b')]
const FIRST = afterSend(null, A, NOW)

test('a session is known for as long as its affinity lasts after its last request', () => {
  expect([aliveAt(FIRST, 1_000, NOW + 999), aliveAt(FIRST, 1_000, NOW + 1_000)]).toEqual([FIRST, null])
  expect(aliveAt(undefined, 1_000, NOW)).toBe(null)
  expect(aliveAt(afterSend(FIRST, B, NOW + 900), 1_000, NOW + 1_000)?.owner).toBe(A)
})

test('the first send says where the next ones go, before anybody has answered', () => {
  expect(FIRST).toEqual({ owner: A, isProven: false, usedAt: NOW, answeredBy: [], shunned: null })
  expect(affinityOf('k', FIRST, null, NOW)).toEqual({
    key: 'k',
    owner: A,
    isProven: false,
    isIdle: false,
    shunned: null,
  })
  expect(affinityOf('k', null, B, NOW)).toEqual({
    key: 'k',
    owner: B,
    isProven: false,
    isIdle: false,
    shunned: null,
  })
  expect(affinityOf('k', FIRST, B, NOW).owner).toBe(A)
  expect(affinityOf('k', null, null, NOW).owner).toBe(null)
})

test('a commit that binds makes the owner; one that does not only tells who answered', () => {
  const proven = afterCommit(FIRST, A, true, NOW + 1)
  expect(proven).toMatchObject({ owner: A, isProven: true, usedAt: NOW + 1, answeredBy: [A] })
  const spilt = afterCommit(proven, B, false, NOW + 2)
  expect(spilt).toMatchObject({ owner: A, isProven: true, usedAt: NOW + 2, answeredBy: [A, B] })
  expect(afterCommit(spilt, A, false, NOW + 3).answeredBy).toEqual([B, A])
  expect(afterCommit(spilt, B, true, NOW + 3)).toMatchObject({ owner: B, answeredBy: [A, B] })
  expect(afterCommit(FIRST, B, false, NOW).isProven).toBe(false)
})

test('of those who answered the last eight are remembered', () => {
  let binding: Binding = FIRST
  for (let i = 0; i < 20; i++) binding = afterCommit(binding, endpointId(String(i)), false, NOW)
  expect(binding.answeredBy).toEqual(['12', '13', '14', '15', '16', '17', '18', '19'])
})

const ENDS: readonly (readonly [Outcome, Progress, boolean, boolean])[] = [
  [{ kind: 'broken-stream' }, 'committed', false, true],
  [{ kind: 'timed-out', phase: 'more-content' }, 'committed', false, true],
  [{ kind: 'overloaded', told: null }, 'committed', false, true],
  [{ kind: 'ok' }, 'committed', false, false],
  [{ kind: 'cancelled' }, 'committed', false, false],
  [{ kind: 'cancelled' }, 'sent', true, true],
  [{ kind: 'cancelled' }, 'sent', false, false],
  [{ kind: 'empty' }, 'streaming', false, false],
  [{ kind: 'timed-out', phase: 'first-content' }, 'sent', false, false],
]

test.each(ENDS)(
  'after %j (%s; it hung: %s) the session looks elsewhere: %s',
  (outcome, progress, hasHung, shuns) => {
    const after = afterEnd(FIRST, B, { outcome, progress, hasHung }, NOW)
    expect(after).toEqual(shuns ? { ...FIRST, shunned: { endpoint: B, since: NOW } } : FIRST)
  },
)

test('it looks elsewhere for a minute', () => {
  const after = afterEnd(FIRST, A, { outcome: { kind: 'empty' }, progress: 'committed', hasHung: false }, NOW)
  expect([
    affinityOf('k', after, null, NOW + 59_999).shunned,
    affinityOf('k', after, null, NOW + 60_000).shunned,
  ]).toEqual([A, null])
})
