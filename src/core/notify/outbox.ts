/**
 * What one channel may be sent: some notices at once, and so many an hour. What
 * is held back is not lost: as soon as there is room it is told as one, and of
 * each subject only how it stands by then.
 */
import { subjectOf, type Notice } from './notice.ts'

/** So many may come at once before the hourly rate holds: one failure may tell of three things. */
const AT_ONCE = 5
const HOUR_MS = 3_600_000

export interface Outbox {
  /** How many may be sent; grows with time, up to `AT_ONCE`. */
  readonly room: number
  /** As of then. */
  readonly at: number
  /** What was held back, by its subject; the longest untold first. */
  readonly held: ReadonlyMap<string, Held>
}

/** What was held back of one subject: the newest, and how many there were. */
export interface Held {
  readonly notice: Notice
  readonly times: number
}

/** What goes out as one message. */
export type Told =
  | Notice
  | { readonly kind: 'held-back'; readonly at: number; readonly held: readonly Held[] }

export const freshOutbox = (now: number): Outbox => ({ room: AT_ONCE, at: now, held: new Map() })

/** After a notice: it is sent now, or held back. `perHour` is how many may be sent an hour. */
export function onNotice(
  before: Outbox,
  notice: Notice,
  perHour: number,
  now: number,
): { readonly outbox: Outbox; readonly isSent: boolean } {
  const outbox = filled(before, perHour, now)
  // What waits is told first: a person reads things in their order.
  if (outbox.room >= 1 && outbox.held.size === 0) {
    return { outbox: { ...outbox, room: outbox.room - 1 }, isSent: true }
  }
  const subject = subjectOf(notice)
  const times = (outbox.held.get(subject)?.times ?? 0) + 1
  const held = new Map([...outbox.held, [subject, { notice, times }]])
  return { outbox: { ...outbox, held }, isSent: false }
}

/** When what is held back may be told; null when nothing is. */
export function dueAt({ at, held, room }: Outbox, perHour: number): number | null {
  if (held.size === 0) return null
  return at + Math.ceil((Math.max(0, 1 - room) * HOUR_MS) / perHour)
}

/** What was held back, to be told now as one; empty when it is not yet time. */
export function onDue(
  before: Outbox,
  perHour: number,
  now: number,
): { readonly outbox: Outbox; readonly held: readonly Held[] } {
  const outbox = filled(before, perHour, now)
  const due = dueAt(outbox, perHour)
  if (due === null || due > now) return { outbox, held: [] }
  return { outbox: { ...outbox, room: outbox.room - 1, held: new Map() }, held: [...outbox.held.values()] }
}

/** A clock that was set back gives no room, and takes none. */
function filled(outbox: Outbox, perHour: number, now: number): Outbox {
  const passed = Math.max(0, now - outbox.at)
  return { ...outbox, at: now, room: Math.min(AT_ONCE, outbox.room + (passed * perHour) / HOUR_MS) }
}
