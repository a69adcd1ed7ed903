import { statSync } from 'node:fs'
import { ITEM_STATES, type ItemState } from '../core/queue/item.ts'
import { agedItems } from '../core/queue/retention.ts'
import type { QueueStore } from '../ports/queue.ts'
import type { Connection } from './connection.ts'
import type { SealedParts } from './sealed-parts.ts'

/** At once, so that a proxy that writes meanwhile does not wait for long. */
const REMOVED_AT_ONCE = 100
/** Of 4 KiB: a few milliseconds. */
const PAGES_AT_ONCE = 1_000

/** What goes from the queue by its age, or by somebody's word. */
export function clearingIn(
  { db, file, transact, use }: Connection,
  parts: SealedParts,
): Pick<QueueStore, 'prune' | 'clear' | 'fileBytes'> {
  const ages = db.prepare('SELECT id, state, renewed_at, finished_at FROM items')
  const expire = db.prepare(`
    UPDATE items SET state = 'expired', final_reason = 'age', finished_at = ?, next_at = NULL WHERE id = ?`)
  const remove = db.prepare('DELETE FROM items WHERE id = ?')
  const picked = 'state IN (SELECT value FROM json_each(:states)) AND renewed_at < :before'
  const leased = `state = 'retrying' AND lease_until > :now`
  const countLeased = db.prepare(`SELECT count(*) AS leased FROM items WHERE ${picked} AND ${leased}`)
  const clear = db.prepare(`
    DELETE FROM items WHERE id IN (
      SELECT id FROM items WHERE ${picked} AND NOT (${leased}) LIMIT ${String(REMOVED_AT_ONCE)})`)
  const freePages = db.prepare('PRAGMA freelist_count')
  const empty = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)')
  /** False when there is nothing more to give back. */
  const giveSomeBack = (): boolean => {
    if (Number(freePages.get()?.['freelist_count']) === 0) return false
    db.exec(`PRAGMA incremental_vacuum(${String(PAGES_AT_ONCE)})`)
    return true
  }
  const fileBytes = (): number => queueFileBytes(file)
  return {
    fileBytes,
    prune: async (now, ttlMs) => {
      const { expired, forgotten } = transact(() => {
        const aged = agedItems(ages.all().map(agingOf), now, ttlMs)
        for (const id of aged.expired) {
          expire.run(now, id)
          parts.drop(id, 'request')
        }
        for (const id of aged.forgotten) remove.run(id)
        return aged
      })
      use(giveSomeBack)
      return { expired: expired.length, forgotten: forgotten.length }
    },
    clear: async ({ before = Number.MAX_SAFE_INTEGER, states = ITEM_STATES }, now) => {
      const fileBytesBefore = fileBytes()
      const which = { states: JSON.stringify(states), before, now }
      let items = 0
      for (;;) {
        const removed = transact(() => Number(clear.run(which).changes))
        items += removed
        if (removed === 0) break
      }
      use(() => {
        while (giveSomeBack());
        // With somebody else at work it may come to nothing now, and is done by their next write.
        empty.get()
      })
      const stay = use(() => Number(countLeased.get(which)?.['leased']))
      return { items, leased: stay, fileBytesBefore, fileBytesAfter: fileBytes() }
    },
  }
}

/** Of the database and its log; 0 where there are none. */
export function queueFileBytes(file: string): number {
  const sizeOf = (name: string): number => statSync(name, { throwIfNoEntry: false })?.size ?? 0
  return sizeOf(file) + sizeOf(`${file}-wal`)
}

const agingOf = (row: Record<string, unknown>) => ({
  id: String(row['id']),
  state: row['state'] as ItemState,
  renewedAt: Number(row['renewed_at']),
  finishedAt: row['finished_at'] as number | null,
})
