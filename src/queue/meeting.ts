/** A request that comes while the queue keeps it. */
import type { QueuedItem } from '../core/queue/item.ts'
import { meetingOf } from '../core/queue/meeting.ts'
import type { LiveEnd, Met, SameRequest } from '../ports/parking.ts'
import type { After } from '../ports/queue.ts'
import { attempted, keptLeased, leaseOf, reread, type Depot, type Kit } from './kit.ts'

const NEW: Met = { kind: 'new' }

/** What makes two requests the same one: the profile, where they go, and every byte of their bodies. */
export function fingerprintOf(
  { chunks, fence, method, path }: SameRequest | Omit<SameRequest, 'bytes'>,
  { sealer }: Depot,
): Promise<string> {
  const head = Buffer.from(`${JSON.stringify([fence, method, path])}\n`)
  return sealer.fingerprint([head, ...chunks])
}

/** What the queue has for a request. Never rejects. */
export async function meet(request: SameRequest, kit: Kit): Promise<Met> {
  const item = await attempted(kit, async (depot) =>
    depot.store.withFingerprint(await fingerprintOf(request, depot)),
  )
  if (item === null) return NEW
  const sending = kit.running.get(item.id)
  if (sending !== undefined) {
    if (!sending.isOver) return { kind: 'running', id: item.id, attach: (...to) => sending.attach(...to) }
    // What became of it is just being written down.
    await sending.settled
    return meet(request, kit)
  }
  // Somebody else asked the same and is being served: each is a request of its own.
  if (kit.live.has(item.id)) return NEW
  switch (meetingOf(item, kit.clock.now(), kit.settings()['queue.attach'] * 1_000).kind) {
    case 'new':
    case 'attach':
      return NEW
    case 'take-over':
      return takenOver(item, request, kit)
    case 'give':
      return given(item, kit)
  }
}

async function given({ id }: QueuedItem, kit: Kit): Promise<Met> {
  const answer = await attempted(kit, ({ store }) => store.give(id, kit.clock.now()))
  await reread(id, kit)
  return answer === null ? NEW : { kind: 'answered', id, answer }
}

async function takenOver({ id }: QueuedItem, request: SameRequest, kit: Kit): Promise<Met> {
  const { live } = kit
  const settled = Promise.withResolvers<undefined>()
  live.set(id, { request: request.id, settled: settled.promise })
  const forget = async (): Promise<void> => {
    live.delete(id)
    settled.resolve(undefined)
    await reread(id, kit)
  }
  const taken = await attempted(kit, ({ store }) => store.take(id, leaseOf(kit), kit.clock.now()))
  if (taken?.kind !== 'taken') {
    await forget()
    return NEW
  }
  const stopRenewing = keptLeased(id, kit)
  const { nextAt } = taken.item
  const over = async (how: LiveEnd): Promise<void> => {
    stopRenewing()
    const after = afterOf(how, nextAt)
    if (after !== null) {
      await attempted(kit, ({ store }) => store.settle(id, kit.owner, after, null, kit.clock.now()))
    }
    await forget()
  }
  return { kind: 'taken-over', id, over }
}

/** Null when it was parked again, which says all. */
function afterOf(how: LiveEnd, nextAt: number | null): After | null {
  switch (how) {
    case 'served':
      return { kind: 'succeeded', answer: null, reason: 'served-live' }
    case 'broken':
    case 'cancelled':
    case 'fault':
      return { kind: 'failed', reason: how }
    case 'nobody':
      return { kind: 'pending', nextAt }
    case 'parked':
      return null
  }
}
