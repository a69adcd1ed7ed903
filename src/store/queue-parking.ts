import { roomFor, type QueueCaps, type Room } from '../core/queue/retention.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { ParkDraft, QueueStore, Stored } from '../ports/queue.ts'
import type { Connection } from './connection.ts'
import { itemOf, type QueueRows, type Row } from './queue-rows.ts'
import type { SealedParts } from './sealed-parts.ts'

/** A draft that is ready to be written, and whoever waits for that. */
interface Ready {
  readonly draft: ParkDraft
  readonly sealed: Uint8Array
  readonly caps: QueueCaps
  readonly done: (stored: Stored) => void
  readonly failed: (error: unknown) => void
}

/** Thirty agents whose endpoint is gone come within a moment: together they wait for one flush of the disk. */
const GATHER_MS = 3
/** Streams wait while it is written: some milliseconds for so much. */
const GATHER_BYTES = 2 ** 20

export function parkingIn(
  connection: Connection,
  { clock, parts, rows }: { readonly clock: Clock; readonly parts: SealedParts; readonly rows: QueueRows },
): Pick<QueueStore, 'park'> & { readonly flush: () => void } {
  const parkOne = parkingOne(connection, parts, rows)
  let ready: Ready[] = []
  let cancel: Cancel | null = null
  const write = (batch: readonly Ready[]): void => {
    try {
      const stored = connection.transact(() => batch.map((one) => ({ one, stored: parkOne(one) })))
      for (const { one, stored: what } of stored) one.done(what)
    } catch (error) {
      const [first, ...others] = batch
      if (others.length === 0) first?.failed(error)
      // One that is too large must not take the others with it.
      else for (const one of batch) write([one])
    }
  }
  const flush = (): void => {
    cancel?.()
    cancel = null
    const batch = ready
    ready = []
    if (batch.length > 0) write(batch)
  }
  return {
    flush,
    park: async (draft, caps) => {
      const sealed = await parts.sealRequest(draft.fingerprint, draft.request)
      return new Promise((done, failed) => {
        ready.push({ draft, sealed, caps, done, failed })
        cancel ??= clock.after(GATHER_MS, flush)
        if (ready.reduce((bytes, one) => bytes + one.sealed.length, 0) >= GATHER_BYTES) flush()
      })
    },
  }
}

/** Parks one, within a transaction. */
function parkingOne({ db }: Connection, parts: SealedParts, rows: QueueRows): (one: Ready) => Stored {
  const totals = db.prepare(`
    SELECT count(*) AS items, ifnull(sum(stored_bytes), 0) AS bytes FROM items WHERE fingerprint <> ?`)
  const finished = db.prepare(`
    SELECT id, stored_bytes FROM items WHERE finished_at IS NOT NULL AND fingerprint <> ?
    ORDER BY finished_at`)
  const remove = db.prepare('DELETE FROM items WHERE id = ?')
  const renew = db.prepare('UPDATE items SET renewed_at = max(renewed_at, ?) WHERE id = ?')
  const insert = db.prepare(INSERT)

  const roomBeside = (fingerprint: string, bytes: number, caps: QueueCaps): Room => {
    const { bytes: used, items } = totals.get(fingerprint) ?? {}
    const there = { items: Number(items), bytes: Number(used) }
    const room = roomFor(bytes, there, [], caps)
    if (room.kind === 'room') return room
    const over = finished
      .all(fingerprint)
      .map((row) => ({ id: String(row['id']), storedBytes: Number(row['stored_bytes']) }))
    return roomFor(bytes, there, over, caps)
  }

  return ({ caps, draft, sealed }) => {
    const { fingerprint } = draft
    const before = rows.byFingerprint(fingerprint)
    if (before !== null && isSentByAnother(before, draft)) {
      renew.run(draft.at, String(before['id']))
    } else {
      // One that is open has its room already.
      const isOpen = before !== null && before['finished_at'] === null
      const room: Room = isOpen ? { kind: 'room', going: [] } : roomBeside(fingerprint, sealed.length, caps)
      if (room.kind === 'full') return room
      for (const id of room.going) remove.run(id)
      insert.run(valuesOf(draft))
      const id = String(before?.['id'] ?? draft.request.id)
      parts.put(id, 'request', sealed)
      parts.drop(id, 'answer')
    }
    const row = rows.byFingerprint(fingerprint)
    return row === null ? { kind: 'full' } : { kind: 'parked', item: itemOf(row) }
  }
}

const isSentByAnother = (row: Row, { at, isHolder }: ParkDraft): boolean =>
  !isHolder && row['state'] === 'retrying' && Number(row['lease_until']) > at

/** What had finished begins anew: its tries count no more, and its answer is gone. */
const INSERT = `
  INSERT INTO items (
    id, fingerprint, parked_at, renewed_at, opened_at, fence, session, agent, method, path, model, stream,
    bytes, reason, is_accepted, next_at
  ) VALUES (
    :id, :fingerprint, :at, :at, :at, :fence, :session, :agent, :method, :path, :model, :stream,
    :bytes, :reason, :isAccepted, :nextAt
  )
  ON CONFLICT (fingerprint) DO UPDATE SET
    renewed_at = excluded.renewed_at,
    opened_at = iif(finished_at IS NULL, opened_at, excluded.opened_at),
    is_accepted = excluded.is_accepted OR (finished_at IS NULL AND is_accepted),
    session = excluded.session, agent = excluded.agent, reason = excluded.reason,
    state = 'pending', final_reason = NULL, finished_at = NULL, next_at = excluded.next_at,
    lease_owner = NULL, lease_until = NULL,
    answer_status = NULL, answer_bytes = NULL, answer_given_at = NULL`

function valuesOf({ at, fingerprint, isAccepted, nextAt, reason, request }: ParkDraft) {
  const { agent, chunks, fence, id, method, model, path, session, stream } = request
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0)
  return {
    ...{ id, fingerprint, at, fence, session, agent, method, model, bytes, reason, nextAt },
    // A query may hold what nobody else should read.
    path: path.split('?', 1)[0] ?? '',
    stream: Number(stream),
    isAccepted: Number(isAccepted),
  }
}
