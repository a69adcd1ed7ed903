import { expect, test } from 'vitest'
import type { ItemState, QueuedItem } from './item.ts'
import type { Wait } from './schedule.ts'
import { summaryOf } from './summary.ts'

const item = (id: string, state: ItemState, parkedAt: number): QueuedItem => ({
  ...{ id, state, parkedAt, renewedAt: parkedAt, openedAt: parkedAt, storedBytes: 10, bytes: 20 },
  ...{ fence: null, session: null, agent: null, method: 'POST', path: '/v1/messages', model: null },
  ...{ stream: true, reason: 'all-out', isAccepted: false, finalReason: null, finishedAt: null },
  ...{ tries: [], nextAt: null, answer: null },
})

const waits =
  (by: Readonly<Record<string, Wait>>) =>
  (one: QueuedItem): Wait =>
    by[one.id] ?? { kind: 'nothing' }

test('an empty queue', () => {
  expect(summaryOf([], waits({}))).toEqual({
    counts: { pending: 0, retrying: 0, succeeded: 0, failed: 0, expired: 0 },
    ...{ oldest: null, next: null, storedBytes: 0 },
  })
})

test('each state is counted, and the oldest is one that is not over', () => {
  const items = [
    item('d', 'pending', 40),
    item('c', 'retrying', 30),
    item('b', 'succeeded', 20),
    item('a', 'failed', 10),
    item('x', 'expired', 5),
    item('e', 'pending', 50),
  ]
  expect(summaryOf(items, waits({}))).toEqual({
    counts: { pending: 2, retrying: 1, succeeded: 1, failed: 1, expired: 1 },
    ...{ oldest: { id: 'c', parkedAt: 30 }, next: null, storedBytes: 60 },
  })
})

const endpoint = { kind: 'endpoint' } as const
const time = (until: number) => ({ kind: 'time', until }) as const

test.each([
  ['nobody is next where all wait for a word', { a: { kind: 'hand' }, b: { kind: 'hand' } }, null],
  ['whoever needs no time is before whoever does', { a: time(60), b: endpoint }, ['b', endpoint]],
  ['of two times the sooner', { a: time(70), b: time(60) }, ['b', time(60)]],
  ['of two alike the one parked first', { a: endpoint, b: endpoint }, ['a', endpoint]],
  ['one that waits for a word is passed over', { a: { kind: 'hand' }, b: time(60) }, ['b', time(60)]],
] as const)('%s', (_what, by, next) => {
  const items = [item('b', 'pending', 20), item('a', 'pending', 10)]
  const wanted = next === null ? null : { id: next[0], waitsFor: next[1] }
  expect(summaryOf(items, waits(by)).next).toEqual(wanted)
})
