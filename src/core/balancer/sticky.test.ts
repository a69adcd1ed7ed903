import { expect, test } from 'vitest'
import { endpointId } from '../model.ts'
import type { Outcome, Progress } from '../outcome.ts'
import { affinityOf, afterCommit, afterEnd, afterSend, aliveAt, ownerAt, type Binding } from './sticky.ts'

const NOW = 1_000_000
const [A, B] = [endpointId('a'), endpointId('b')]
const FIRST = afterSend(null, A, NOW)

test('a session is known for as long as its affinity lasts after its last request', () => {
  const hour = 3_600_000
  expect([aliveAt(FIRST, hour, NOW + hour - 1), aliveAt(FIRST, hour, NOW + hour)]).toEqual([FIRST, null])
  expect(aliveAt(undefined, hour, NOW)).toBe(null)
  expect(aliveAt(afterSend(FIRST, B, NOW + 900), hour, NOW + hour)?.owner).toBe(A)
  expect([ownerAt(FIRST, 1_000, NOW + 999), ownerAt(FIRST, 1_000, NOW + 1_000)]).toEqual([A, null])
})

test('without affinity a session has no endpoint, and still looks elsewhere after a broken answer', () => {
  const broke = afterEnd(
    afterCommit(FIRST, A, true, NOW),
    A,
    { outcome: { kind: 'empty' }, progress: 'committed', hasHung: false },
    NOW,
  )
  const off = { affinityMs: 0, joined: null }
  const nobodys = { key: 'k', owner: null, isProven: false, isIdle: false }
  expect(affinityOf('k', aliveAt(broke, 0, NOW + 1), off, NOW + 1)).toEqual({ ...nobodys, shunned: A })
  expect(affinityOf('k', aliveAt(broke, 0, NOW + 60_000), off, NOW + 60_000)).toEqual({
    ...nobodys,
    shunned: null,
  })
})

test('the first send says where the next ones go, before anybody has answered', () => {
  expect(FIRST).toEqual({ owner: A, isProven: false, usedAt: NOW, answeredBy: [], shunned: null })
  expect(affinityOf('k', FIRST, { affinityMs: 3_600_000, joined: null }, NOW)).toEqual({
    key: 'k',
    owner: A,
    isProven: false,
    isIdle: false,
    shunned: null,
  })
  expect(affinityOf('k', null, { affinityMs: 3_600_000, joined: B }, NOW)).toEqual({
    key: 'k',
    owner: B,
    isProven: false,
    isIdle: false,
    shunned: null,
  })
  expect(affinityOf('k', FIRST, { affinityMs: 3_600_000, joined: B }, NOW).owner).toBe(A)
  expect(affinityOf('k', null, { affinityMs: 3_600_000, joined: null }, NOW).owner).toBe(null)
})

test('a commit that binds makes the owner; one that does not only tells who answered', () => {
  const proven = afterCommit(FIRST, A, true, NOW + 1)
  expect(proven).toMatchObject({ owner: A, isProven: true, usedAt: NOW + 1, answeredBy: [A] })
  const spilt = afterCommit(proven, B, false, NOW + 2)
  expect(spilt).toMatchObject({ owner: A, isProven: true, usedAt: NOW + 2, answeredBy: [A, B] })
  expect(afterCommit(spilt, A, false, NOW + 3).answeredBy).toEqual([B, A])
  expect(afterCommit(spilt, B, true, NOW + 3)).toMatchObject({ owner: B, answeredBy: [A, B] })
  expect(afterCommit(FIRST, B, false, NOW).isProven).toBe(false)
  // Nothing is copied when the last one answers again.
  expect(afterCommit(proven, A, true, NOW + 2).answeredBy).toBe(proven.answeredBy)
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
    affinityOf('k', after, { affinityMs: 3_600_000, joined: null }, NOW + 59_999).shunned,
    affinityOf('k', after, { affinityMs: 3_600_000, joined: null }, NOW + 60_000).shunned,
  ]).toEqual([A, null])
})
