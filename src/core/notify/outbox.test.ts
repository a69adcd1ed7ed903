import { expect, test } from 'vitest'
import type { Notice } from './notice.ts'
import { dueAt, freshOutbox, onDue, onNotice, type Outbox } from './outbox.ts'

const NOW = 1_000_000
const MINUTE = 60_000
const PER_HOUR = 12
const key = (endpoint: string): Notice => ({ kind: 'key-dead', at: NOW, endpoint, why: 'credential' })
const OUT: Notice = { kind: 'all-out', at: NOW, out: [] }
const OVER: Notice = { kind: 'all-out-over', at: NOW, since: NOW }

/** The outbox after those, one after the other, and which of them were sent. */
function after(notices: readonly Notice[], now = NOW, from: Outbox = freshOutbox(NOW)) {
  return notices.reduce(
    ({ outbox, sent }, notice) => {
      const next = onNotice(outbox, notice, PER_HOUR, now)
      return { outbox: next.outbox, sent: [...sent, next.isSent] }
    },
    { outbox: from, sent: [] as readonly boolean[] },
  )
}

const SIX = ['a', 'b', 'c', 'd', 'e', 'f'].map(key)

test('five are sent at once, and the sixth waits for the hourly rate', () => {
  const { outbox, sent } = after(SIX)
  expect(sent).toEqual([true, true, true, true, true, false])
  expect(dueAt(outbox, PER_HOUR)).toBe(NOW + 5 * MINUTE)
  expect(onDue(outbox, PER_HOUR, NOW + 5 * MINUTE - 1)).toMatchObject({ held: [] })
  const due = onDue(outbox, PER_HOUR, NOW + 5 * MINUTE)
  expect(due.held).toEqual([{ notice: key('f'), times: 1 }])
  expect(dueAt(due.outbox, PER_HOUR)).toBe(null)
})

test('of what is held back about one thing only the newest is told, with how often it came', () => {
  const { outbox } = after([...SIX.slice(0, 5), OUT, OVER, OUT, key('a'), OVER])
  const { held } = onDue(outbox, PER_HOUR, NOW + 5 * MINUTE)
  expect(held).toEqual([
    { notice: OVER, times: 4 },
    { notice: key('a'), times: 1 },
  ])
})

test('what comes while something waits is told after it, and never before', () => {
  const full = after([...SIX, OUT]).outbox
  const later = NOW + 20 * MINUTE
  expect(onNotice(full, OVER, PER_HOUR, later).isSent).toBe(false)
  const { outbox } = onDue(full, PER_HOUR, later)
  // Four had grown by then, and one of them told what waited.
  expect(after([OUT, OVER, OUT, OVER], later, outbox).sent).toEqual([true, true, true, false])
})

test('room grows up to five and no further, and a clock that is set back gives none', () => {
  const empty = after(SIX.slice(0, 5)).outbox
  expect(after(SIX, NOW + 24 * 60 * MINUTE, empty).sent.filter(Boolean)).toHaveLength(5)
  expect(after(SIX, NOW - 60 * MINUTE, empty).sent).toEqual([false, false, false, false, false, false])
})

test('a lower rate makes what is held back wait for longer', () => {
  const { outbox } = after(SIX)
  expect([1, 60].map((perHour) => (dueAt(outbox, perHour) ?? 0) - NOW)).toEqual([60 * MINUTE, MINUTE])
})
