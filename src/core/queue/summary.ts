import type { ItemState, QueuedItem } from './item.ts'
import type { Wait } from './schedule.ts'

/** The queue in a few numbers. */
export interface QueueSummary {
  readonly counts: Readonly<Record<ItemState, number>>
  /** Of those that wait or are being sent. */
  readonly oldest: Pick<QueuedItem, 'id' | 'parkedAt'> | null
  /** Of those that are sent by themselves, the one whose turn comes first. */
  readonly next: { readonly id: string; readonly waitsFor: Wait } | null
  /** Of what is kept of them all. */
  readonly storedBytes: number
}

const NONE: QueueSummary['counts'] = { pending: 0, retrying: 0, succeeded: 0, failed: 0, expired: 0 }

/** `waitOf`: what each waits for now. */
export function summaryOf(items: readonly QueuedItem[], waitOf: (item: QueuedItem) => Wait): QueueSummary {
  const counts = { ...NONE }
  for (const { state } of items) counts[state] += 1
  const open = items.filter(({ state }) => state === 'pending' || state === 'retrying')
  const oldest = open.reduce<QueuedItem | null>(
    (first, one) => (first === null || one.parkedAt < first.parkedAt ? one : first),
    null,
  )
  return {
    counts,
    oldest: oldest === null ? null : { id: oldest.id, parkedAt: oldest.parkedAt },
    next: nextOf(open, waitOf),
    storedBytes: items.reduce((sum, one) => sum + one.storedBytes, 0),
  }
}

/** Whoever needs no time comes before all others, and of those that are alike the one that was parked first. */
function nextOf(open: readonly QueuedItem[], waitOf: (item: QueuedItem) => Wait): QueueSummary['next'] {
  const turns = open.flatMap((item) => {
    const wait = waitOf(item)
    const at = wait.kind === 'endpoint' ? 0 : wait.kind === 'time' ? wait.until : null
    return at === null ? [] : [{ item, wait, at }]
  })
  const [first] = turns.toSorted((one, other) => one.at - other.at || one.item.parkedAt - other.item.parkedAt)
  return first === undefined ? null : { id: first.item.id, waitsFor: first.wait }
}
