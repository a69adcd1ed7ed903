import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { After, QueueStore } from '../../src/ports/queue.ts'
import { answer, CAPS, draftOf, LEASE, queueRig, request } from '../support/queues.ts'
import { NOW, tried } from '../support/queue-items.ts'

const idsOf = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id)

/** Parks and takes one. */
async function taken(queue: QueueStore, id = 'r1') {
  await queue.park(draftOf(id), CAPS)
  return queue.take(id, LEASE, NOW)
}

const ANSWERED: After = { kind: 'succeeded', answer: answer(), reason: 'answered' }

test('a home without a queue is looked at in every way and gets no file', async () => {
  const { file, queue } = queueRig()
  expect(await queue.list({ most: 10 })).toEqual([])
  expect(await queue.open()).toEqual([])
  expect(await queue.find('r', 10)).toEqual([])
  expect(await queue.withFingerprint('x')).toBeNull()
  expect([await queue.request('r'), await queue.answer('r'), await queue.give('r', NOW)]).toEqual([
    null,
    null,
    null,
  ])
  expect(await queue.take('r', LEASE, NOW)).toEqual({ kind: 'none' })
  expect([await queue.renew('r', LEASE), await queue.freeOthers('one')]).toEqual([false, 0])
  expect(await queue.settle('r', 'one', ANSWERED, null, NOW)).toBe(false)
  expect(await queue.prune(NOW, 1)).toEqual({ expired: 0, forgotten: 0 })
  expect(await queue.clear({}, NOW)).toMatchObject({ items: 0, leased: 0, fileBytesAfter: 0 })
  expect([queue.fileBytes(), queue.changeCount()]).toEqual([0, 0])
  expect(existsSync(file)).toBe(false)
})

test('what was parked is there for everybody, as it was, byte for byte', async () => {
  const { another, queue } = queueRig()
  const given = request('r1', { fence: 'work', agent: 'a1', stream: false })
  const stored = await queue.park(draftOf('r1', { request: given }), CAPS)
  const item = {
    ...{ id: 'r1', parkedAt: NOW, renewedAt: NOW, openedAt: NOW, fence: 'work', session: 's1', agent: 'a1' },
    ...{
      method: 'POST',
      path: '/v1/messages',
      model: 'made-up',
      stream: false,
      bytes: 32,
      reason: 'all-out',
    },
    ...{ isAccepted: false, state: 'pending', finalReason: null, finishedAt: null, tries: [] },
    ...{ nextAt: NOW + 5_000, answer: null },
  }
  expect(stored).toMatchObject({ kind: 'parked', item })
  const other = another()
  expect(await other.list({ most: 10 })).toMatchObject([item])
  expect(await other.withFingerprint('print of r1')).toMatchObject(item)
  const kept = await other.request('r1')
  expect(kept).toMatchObject({ ...given, chunks: [expect.anything()] })
  expect(Buffer.concat(kept?.chunks ?? []).equals(Buffer.concat(given.chunks))).toBe(true)
  expect((await other.open())[0]?.storedBytes).toBeGreaterThan(32)
})

test('the same request is one item: parked again, it is renewed, and keeps its id and its tries', async () => {
  const { queue } = queueRig()
  await taken(queue)
  await queue.settle('r1', 'one', { kind: 'pending', nextAt: NOW + 9 }, tried(), NOW)
  const again = {
    request: request('r7', { session: 's2' }),
    reason: 'all-limited',
    at: NOW + 60,
    nextAt: null,
  }
  const stored = await queue.park({ ...draftOf('r1'), ...again, isAccepted: true }, CAPS)
  expect(stored).toMatchObject({
    item: {
      ...{
        id: 'r1',
        parkedAt: NOW,
        renewedAt: NOW + 60,
        openedAt: NOW,
        session: 's2',
        reason: 'all-limited',
      },
      ...{ isAccepted: true, state: 'pending', nextAt: null, tries: [tried()] },
    },
  })
  // Whoever was told to fetch it still does.
  await queue.park({ ...draftOf('r1'), at: NOW + 70 }, CAPS)
  expect(await queue.list({ most: 10 })).toMatchObject([{ id: 'r1', isAccepted: true }])
})

test.each([
  ['attempts', true],
  ['fault', true],
  ['broken', false],
  ['cancelled', false],
] as const)('by hand, one that failed for "%s" is taken again: %s', async (reason, isTaken) => {
  const { queue } = queueRig()
  await taken(queue)
  await queue.settle('r1', 'one', { kind: 'failed', reason }, tried(), NOW + 10)
  const lease = { owner: 'two', until: NOW + 100 }
  expect(await queue.take('r1', lease, NOW + 20)).toMatchObject({ kind: 'not-pending' })
  const anew = { state: 'retrying', finalReason: null, finishedAt: null, openedAt: NOW + 20 }
  const found = isTaken
    ? { kind: 'taken', item: anew }
    : { kind: 'not-pending', item: { finalReason: reason } }
  expect(await queue.take('r1', lease, NOW + 20, { alsoFailed: true })).toMatchObject(found)
})

test.each<[string, After]>([
  ['answered', ANSWERED],
  ['served', { kind: 'succeeded', answer: null, reason: 'served-live' }],
  ['failed', { kind: 'failed', reason: 'attempts' }],
  ['cancelled', { kind: 'failed', reason: 'cancelled' }],
])('one that was %s begins anew when it is parked again, without its answer', async (_what, after) => {
  const { queue } = queueRig()
  await taken(queue)
  await queue.settle('r1', 'one', after, tried(), NOW + 10)
  await queue.park({ ...draftOf('r1'), at: NOW + 20 }, CAPS)
  expect(await queue.open()).toMatchObject([
    {
      id: 'r1',
      state: 'pending',
      openedAt: NOW + 20,
      finishedAt: null,
      finalReason: null,
      answer: null,
      tries: [tried()],
    },
  ])
  expect(await queue.answer('r1')).toBeNull()
  expect(await queue.take('r1', LEASE, NOW)).toMatchObject({ kind: 'taken', request: { id: 'r1' } })
})

test('one that another sends goes on being sent when it is parked again; its holder gives it back', async () => {
  const { queue } = queueRig()
  await taken(queue)
  await queue.park({ ...draftOf('r1'), at: NOW + 1 }, CAPS)
  expect(await queue.open()).toMatchObject([{ state: 'retrying', renewedAt: NOW + 1 }])
  expect(await queue.renew('r1', LEASE)).toBe(true)
  await queue.park({ ...draftOf('r1'), at: NOW + 2, isHolder: true }, CAPS)
  expect(await queue.open()).toMatchObject([{ state: 'pending', renewedAt: NOW + 2 }])
  expect(await queue.renew('r1', LEASE)).toBe(false)
})

test('one whose holder is gone is pending when it is parked again', async () => {
  const { queue } = queueRig()
  await taken(queue)
  await queue.park({ ...draftOf('r1'), at: LEASE.until }, CAPS)
  expect(await queue.open()).toMatchObject([{ state: 'pending' }])
})

test('many that are parked at once are all there', async () => {
  const { another, queue } = queueRig()
  const ids = Array.from({ length: 40 }, (_, index) => `r${String(index).padStart(2, '0')}`)
  const stored = await Promise.all(ids.map((id, index) => queue.park(draftOf(id, { at: NOW + index }), CAPS)))
  expect(new Set(stored.map(({ kind }) => kind))).toEqual(new Set(['parked']))
  expect(idsOf(await another().open())).toEqual(ids)
  expect(idsOf(await queue.list({ most: 3 }))).toEqual(['r39', 'r38', 'r37'])
})

test('whoever closes writes what waits for others to come', async () => {
  const waits = Promise.withResolvers<undefined>()
  const after = () => {
    waits.resolve(undefined)
    return () => undefined
  }
  const { another, queue } = queueRig({ clock: { now: () => NOW, after } })
  const parked = queue.park(draftOf('r1'), CAPS)
  await waits.promise
  expect(await another().open()).toEqual([])
  queue.close()
  expect(await parked).toMatchObject({ kind: 'parked' })
  expect(idsOf(await another().open())).toEqual(['r1'])
})

test('of two that want an item one gets it, and nobody else while the lease lasts', async () => {
  const { another, queue } = queueRig()
  const [one, two] = [queue, another()]
  await one.park(draftOf('r1'), CAPS)
  const late = { owner: 'two', until: NOW + 200_000 }
  const got = await Promise.all([one.take('r1', LEASE, NOW), two.take('r1', late, NOW)])
  expect(got.map(({ kind }) => kind)).toEqual(['taken', 'not-pending'])
  expect(await two.take('r1', late, LEASE.until - 1)).toMatchObject({
    kind: 'not-pending',
    item: { state: 'retrying' },
  })
  expect(await one.renew('r1', { owner: 'one', until: LEASE.until + 10 })).toBe(true)
  expect((await two.take('r1', late, LEASE.until + 9)).kind).toBe('not-pending')
  expect((await two.take('r1', late, LEASE.until + 10)).kind).toBe('taken')
  expect(await one.renew('r1', LEASE)).toBe(false)
  expect(await one.settle('r1', 'one', ANSWERED, tried(), NOW)).toBe(false)
  expect(await queue.open()).toMatchObject([{ state: 'retrying', tries: [] }])
  expect(await queue.take('no-such', LEASE, NOW)).toEqual({ kind: 'none' })
})

test('what a proxy that is gone had taken is pending again for the next one', async () => {
  const { queue } = queueRig()
  await taken(queue)
  await taken(queue, 'r2')
  await queue.settle('r2', 'one', ANSWERED, tried(), NOW)
  expect(await queue.freeOthers('one')).toBe(0)
  expect(await queue.freeOthers('two')).toBe(1)
  expect(await queue.take('r1', { owner: 'two', until: NOW + 1 }, NOW)).toMatchObject({ kind: 'taken' })
  expect((await queue.take('r2', LEASE, NOW)).kind).toBe('not-pending')
})

test.each<[string, After, object, boolean]>([
  [
    'waits again',
    { kind: 'pending', nextAt: NOW + 7 },
    { state: 'pending', finalReason: null, nextAt: NOW + 7 },
    true,
  ],
  ['was answered', ANSWERED, { state: 'succeeded', finalReason: 'answered', finishedAt: NOW + 3 }, false],
  [
    'was its own fault',
    { kind: 'failed', reason: 'fault' },
    { state: 'failed', finalReason: 'fault', nextAt: null },
    true,
  ],
  [
    'was cancelled',
    { kind: 'failed', reason: 'cancelled' },
    { state: 'failed', finalReason: 'cancelled' },
    false,
  ],
])('one that was tried and %s says so, once', async (_what, after, expected, isRequestKept) => {
  const { queue } = queueRig()
  await taken(queue)
  expect(await queue.settle('r1', 'one', after, tried(), NOW + 3)).toBe(true)
  expect(await queue.list({ most: 1 })).toMatchObject([{ tries: [tried()], ...expected }])
  expect(await queue.settle('r1', 'one', ANSWERED, tried(), NOW + 4)).toBe(false)
  expect((await queue.request('r1')) !== null).toBe(isRequestKept)
})

test('an answer is given once, as it was, and can be read as often as one likes', async () => {
  const { another, queue } = queueRig()
  await taken(queue)
  expect(await queue.give('r1', NOW)).toBeNull()
  await queue.settle('r1', 'one', ANSWERED, tried(), NOW)
  expect(await another().answer('r1')).toEqual(answer())
  expect(await queue.list({ most: 1 })).toMatchObject([{ answer: { status: 200, bytes: 15, givenAt: null } }])
  const given = await Promise.all([queue.give('r1', NOW + 5), another().give('r1', NOW + 6)])
  expect(given).toEqual([answer(), null])
  expect(await queue.list({ most: 1 })).toMatchObject([{ answer: { givenAt: NOW + 5 } }])
  expect(await queue.answer('r1')).toEqual(answer())
})

test('one that was served to its client has no answer to give', async () => {
  const { queue } = queueRig()
  await taken(queue)
  await queue.settle('r1', 'one', { kind: 'succeeded', answer: null, reason: 'served-live' }, null, NOW)
  expect([await queue.give('r1', NOW), await queue.answer('r1')]).toEqual([null, null])
})

test('items are found by the beginning of their id, and listed by their state', async () => {
  const { queue } = queueRig()
  for (const [index, id] of ['ab1', 'ab2', 'b', 'a%', 'a_'].entries()) {
    await queue.park(draftOf(id, { at: NOW + index }), CAPS)
  }
  await queue.take('b', LEASE, NOW)
  expect(idsOf(await queue.find('ab', 10))).toEqual(['ab2', 'ab1'])
  expect(idsOf(await queue.find('ab', 1))).toEqual(['ab2'])
  expect(idsOf(await queue.find('a%', 10))).toEqual(['a%'])
  expect(idsOf(await queue.find('c', 10))).toEqual([])
  expect(idsOf(await queue.list({ states: ['retrying', 'failed'], most: 10 }))).toEqual(['b'])
  expect(idsOf(await queue.open())).toEqual(['ab1', 'ab2', 'b', 'a%', 'a_'])
})

test('when there are too many, finished ones go, the oldest first, and never one that is open', async () => {
  const { queue } = queueRig()
  const caps = { items: 3, bytes: 1e6 }
  for (const id of ['r1', 'r2']) {
    await taken(queue, id)
    await queue.settle(id, 'one', ANSWERED, null, id === 'r1' ? NOW + 9 : NOW + 8)
  }
  for (const id of ['r3', 'r4']) expect((await queue.park(draftOf(id), caps)).kind).toBe('parked')
  expect(idsOf(await queue.list({ most: 10 })).toSorted()).toEqual(['r1', 'r3', 'r4'])
  await queue.park(draftOf('r5'), caps)
  expect(await queue.park(draftOf('r6'), caps)).toEqual({ kind: 'full' })
  expect(idsOf(await queue.open())).toEqual(['r3', 'r4', 'r5'])
  // It has its place already.
  expect((await queue.park(draftOf('r4', { at: NOW + 1 }), caps)).kind).toBe('parked')
})

test('stored bytes count, as they are stored', async () => {
  const { queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  const [one] = await queue.open()
  const caps = { items: 10, bytes: 2 * (one?.storedBytes ?? 0) }
  expect((await queue.park(draftOf('r2'), caps)).kind).toBe('parked')
  expect((await queue.park(draftOf('r3'), caps)).kind).toBe('full')
  await queue.take('r1', LEASE, NOW)
  await queue.settle('r1', 'one', { kind: 'failed', reason: 'cancelled' }, null, NOW)
  expect(await queue.list({ states: ['failed'], most: 1 })).toMatchObject([{ storedBytes: 0 }])
  expect((await queue.park(draftOf('r3'), caps)).kind).toBe('parked')
})

test('what has waited for too long expires without its body, and is forgotten as long after', async () => {
  const { queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  await taken(queue, 'r2')
  expect(await queue.prune(NOW + 99, 100)).toEqual({ expired: 0, forgotten: 0 })
  expect(await queue.prune(NOW + 100, 100)).toEqual({ expired: 1, forgotten: 0 })
  expect(await queue.find('r1', 1)).toMatchObject([
    { state: 'expired', finalReason: 'age', finishedAt: NOW + 100, storedBytes: 0 },
  ])
  expect(await queue.request('r1')).toBeNull()
  expect(await queue.prune(NOW + 199, 100)).toEqual({ expired: 0, forgotten: 0 })
  expect(await queue.prune(NOW + 200, 100)).toEqual({ expired: 0, forgotten: 1 })
  expect(idsOf(await queue.list({ most: 10 }))).toEqual(['r2'])
})

test('what others write is noticed, and own writes are not', async () => {
  const { another, queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  const before = queue.changeCount()
  await queue.park(draftOf('r2'), CAPS)
  expect(queue.changeCount()).toBe(before)
  await another().clear({}, NOW)
  expect(queue.changeCount()).not.toBe(before)
})
