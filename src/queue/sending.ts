/** One sending of an item, from its lease to what is recorded of it. */
import type { QueuedItem, Try } from '../core/queue/item.ts'
import { verdictOn } from '../core/queue/schedule.ts'
import type { Retried, Served } from '../ports/parking.ts'
import type { After } from '../ports/queue.ts'
import { attempted, keptLeased, leaseOf, reread, type Kit } from './kit.ts'
import { retryRules } from '../settings/retry-rules.ts'
import { Running } from './running.ts'

/** Sends an item that waits, whatever its time, and by hand also one that had failed. Never rejects. */
export async function sent(id: string, kit: Kit, { byHand }: { readonly byHand: boolean }): Promise<Retried> {
  const { running } = kit
  if (running.has(id) || kit.live.has(id)) return retried(id, 'not-pending', kit)
  // Known at once, so that a client that comes back meanwhile finds it.
  const sink = new Running()
  running.set(id, sink)
  try {
    const now = kit.clock.now()
    const taken = await attempted(kit, ({ store }) =>
      store.take(id, leaseOf(kit), now, { alsoFailed: byHand }),
    )
    if (taken?.kind !== 'taken') {
      await reread(id, kit)
      return retried(id, taken?.kind ?? 'failed', kit)
    }
    const stopRenewing = keptLeased(id, kit)
    const startedAt = kit.clock.now()
    const served = await kit.serve({ item: id, request: taken.request, byHand }, sink)
    sink.over()
    stopRenewing()
    return await recorded(taken.item, { served, sink, startedAt }, kit)
  } finally {
    running.delete(id)
    sink.settle()
  }
}

interface Sending {
  readonly served: Served
  readonly sink: Running
  readonly startedAt: number
}

async function recorded(item: QueuedItem, sending: Sending, kit: Kit): Promise<Retried> {
  const { clock, owner } = kit
  const { id } = item
  const { served, sink } = sending
  const { attempts, end, endpoint, status } = served
  const after = afterOf(item, sending, kit)
  const tried = attempts === 0 ? null : triedOf(sending)
  const isRecorded = await attempted(kit, ({ store }) => store.settle(id, owner, after, tried, clock.now()))
  if (after.kind === 'succeeded' && after.answer !== null) noteGiving(id, sink, kit)
  // Once served it is never sent again, also where that cannot be written down.
  if (isRecorded === null && after.kind !== 'pending') kit.items.remove(id)
  else await reread(id, kit)
  if (tried !== null) logTry(id, tried, after, kit)
  const was = attempts === 0 && end === 'nobody' ? 'nobody-eligible' : end
  return { id, end: was, endpoint, status, state: after.kind }
}

function logTry(
  item: string,
  { end, endpoint, request, status }: Try,
  after: After,
  { clock, log }: Kit,
): void {
  const nextAt = after.kind === 'pending' ? after.nextAt : null
  const became = { item, end, endpoint, status, state: after.kind, nextAt }
  log.write({ event: 'retry', at: clock.now(), request, ...became })
}

const triedOf = ({ served, startedAt }: Sending): Try => ({
  at: startedAt,
  request: served.request,
  endpoint: served.endpoint,
  status: served.status,
  end: served.end === 'cancelled' ? 'broken' : served.end,
  receipts: served.receipts,
})

function afterOf(item: QueuedItem, { served, sink }: Sending, { clock, dice, settings }: Kit): After {
  const { attempts, end } = served
  const { answer } = sink
  if (end === 'served' && answer !== null) {
    const isKept = item.isAccepted || !sink.isGiven
    return { kind: 'succeeded', answer: isKept ? answer : null, reason: isKept ? 'answered' : 'served-live' }
  }
  // What a client has seen the beginning of is for the client to ask again.
  if (sink.hasFed) return { kind: 'failed', reason: 'broken' }
  if (sink.isTooLarge) return { kind: 'failed', reason: 'too-large' }
  if (attempts === 0 || end === 'cancelled') return { kind: 'pending', nextAt: item.nextAt }
  const tried = end === 'served' ? 'broken' : end
  const verdict = verdictOn(item, { end: tried }, retryRules(settings()), clock.now(), dice.roll())
  return verdict.kind === 'succeeded' ? { kind: 'pending', nextAt: null } : verdict
}

/** A client may still be reading what is stored by now. */
function noteGiving(id: string, sink: Running, kit: Kit): void {
  const note = (): void => {
    void attempted(kit, ({ store }) => store.give(id, kit.clock.now())).then(() => reread(id, kit))
  }
  if (sink.isGiven) note()
  else sink.onGiven = note
}

const retried = (id: string, end: Retried['end'], { items }: Kit): Retried => {
  return { id, end, endpoint: null, status: null, state: items.get(id)?.state ?? null }
}
