import { ITEM_STATES } from '../core/queue/item.ts'
import type { Clock } from '../ports/clock.ts'
import type { QueueStore, Sealer } from '../ports/queue.ts'
import { connection, type Connection } from './connection.ts'
import { migrate } from './migrate.ts'
import { QUEUE_MIGRATIONS } from './migrations.ts'
import { openDatabase } from './open-database.ts'
import { answersIn } from './queue-answers.ts'
import { clearingIn } from './queue-clearing.ts'
import { leasesIn } from './queue-leases.ts'
import { parkingIn } from './queue-parking.ts'
import { itemOf, queueRows, type QueueRows } from './queue-rows.ts'
import { sealedPartsIn } from './sealed-parts.ts'
import { storeFailure } from './store-failure.ts'

export interface QueuePlace {
  readonly file: string
  readonly sealer: Sealer
  readonly clock: Clock
}

/** A proxy that is at work must not stand still for longer. */
const WAIT_MS = 1_000

/** Opens the queue, and makes it where there is none. Throws `AppError` only. */
export function openQueue(place: QueuePlace): QueueStore {
  const { file } = place
  try {
    const manner = { survives: 'loss of power', canShrink: true } as const
    const db = openDatabase(file, { waitMs: WAIT_MS, steps: QUEUE_MIGRATIONS.length, ...manner })
    return queueIn(connection(db, file), place)
  } catch (error) {
    throw storeFailure(error, file)
  }
}

function queueIn(open: Connection, { clock, sealer }: QueuePlace): QueueStore {
  const { db, use } = open
  try {
    migrate(open, QUEUE_MIGRATIONS)
    const rows = queueRows(open)
    const parts = sealedPartsIn(open, sealer)
    const { flush, park } = parkingIn(open, { clock, parts, rows })
    const dataVersion = db.prepare('PRAGMA data_version')
    return {
      park,
      ...leasesIn(open, { parts, rows }),
      ...answersIn(open, { parts, rows }),
      ...clearingIn(open, parts),
      ...listsIn(open, rows),
      changeCount: () => use(() => Number(dataVersion.get()?.['data_version'])),
      close: () => {
        if (!db.isOpen) return
        flush()
        db.close()
      },
    }
  } catch (error) {
    if (db.isOpen) db.close()
    throw error
  }
}

function listsIn(
  { db, use }: Connection,
  rows: QueueRows,
): Pick<QueueStore, 'find' | 'withFingerprint' | 'list' | 'open'> {
  // Behind every continuation of a text comes the text with the last character that there is.
  const find = db.prepare(`
    SELECT * FROM items WHERE id >= :start AND id < :start || char(0x10FFFF) ORDER BY parked_at DESC LIMIT :most`)
  const list = db.prepare(`
    SELECT * FROM items WHERE state IN (SELECT value FROM json_each(?)) ORDER BY parked_at DESC, id DESC LIMIT ?`)
  const open = db.prepare('SELECT * FROM items WHERE finished_at IS NULL ORDER BY parked_at, id')
  return {
    find: async (start, most) => use(() => find.all({ start, most }).map(itemOf)),
    withFingerprint: async (fingerprint) =>
      use(() => {
        const row = rows.byFingerprint(fingerprint)
        return row === null ? null : itemOf(row)
      }),
    list: async ({ most, states = ITEM_STATES }) =>
      use(() => list.all(JSON.stringify(states), most).map(itemOf)),
    open: async () => use(() => open.all().map(itemOf)),
  }
}
