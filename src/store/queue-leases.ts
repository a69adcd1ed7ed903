import type { Try } from '../core/queue/item.ts'
import type { After, KeptRequest, QueueStore, Taken } from '../ports/queue.ts'
import type { Connection } from './connection.ts'
import { itemOf, triesIn, type QueueRows, type Row } from './queue-rows.ts'
import type { SealedParts } from './sealed-parts.ts'

interface Behind {
  readonly parts: SealedParts
  readonly rows: QueueRows
}

/** Who may send an item, and what came of it. Each change asks in the same transaction whether the lease still holds. */
export function leasesIn(
  connection: Connection,
  { parts, rows }: Behind,
): Pick<QueueStore, 'take' | 'renew' | 'settle' | 'freeOthers'> {
  const { db, transact, use } = connection
  const take = db.prepare(`
    UPDATE items SET
      state = 'retrying', lease_owner = :owner, lease_until = :until, final_reason = NULL, finished_at = NULL,
      opened_at = iif(state = 'failed', :now, opened_at)
    WHERE id = :id AND (
      state = 'pending' OR state = 'retrying' AND lease_until <= :now
      OR :alsoFailed AND state = 'failed' AND final_reason IN ('attempts', 'fault'))`)
  const renew = db.prepare(`
    UPDATE items SET lease_until = :until WHERE id = :id AND state = 'retrying' AND lease_owner = :owner`)
  const free = db.prepare(`
    UPDATE items SET state = 'pending', lease_owner = NULL, lease_until = NULL
    WHERE state = 'retrying' AND lease_owner <> ?`)
  const settleOne = settlingOne(connection, { parts, rows })

  const request = async (row: Row): Promise<KeptRequest | null> => {
    const sealed = use(() => parts.stored(String(row['id']), 'request'))
    return sealed === null ? null : parts.openRequest(row, sealed)
  }
  const setAside = (id: string, owner: string, now: number): Taken => {
    transact(() => settleOne({ id, owner, now, after: { kind: 'failed', reason: 'corrupt' }, tried: null }))
    const row = use(() => rows.byId(id))
    return row === null ? { kind: 'none' } : { kind: 'corrupt', item: itemOf(row) }
  }
  return {
    take: async (id, { owner, until }, now, { alsoFailed } = { alsoFailed: false }) => {
      const { isTaken, row } = transact(() => {
        const { changes } = take.run({ id, owner, until, now, alsoFailed: Number(alsoFailed) })
        return { isTaken: changes === 1, row: rows.byId(id) }
      })
      if (row === null) return { kind: 'none' }
      if (!isTaken) return { kind: 'not-pending', item: itemOf(row) }
      try {
        const kept = await request(row)
        if (kept === null) return setAside(id, owner, now)
        return { kind: 'taken', item: itemOf(row), request: kept }
      } catch (error) {
        // It is not the item's fault, and somebody may have more luck.
        const nextAt = row['next_at'] as number | null
        transact(() => settleOne({ id, owner, now, after: { kind: 'pending', nextAt }, tried: null }))
        throw error
      }
    },
    renew: async (id, { owner, until }) => transact(() => renew.run({ id, owner, until }).changes === 1),
    settle: async (id, owner, after, tried, now) => {
      const fingerprint = use(() => rows.byId(id))?.['fingerprint']
      if (typeof fingerprint !== 'string') return false
      const answer = after.kind === 'succeeded' ? after.answer : null
      const sealed = answer === null ? null : await parts.sealAnswer(fingerprint, answer)
      return transact(() => settleOne({ id, owner, after, tried, now, sealed }))
    },
    freeOthers: async (owner) => transact(() => Number(free.run(owner).changes)),
  }
}

interface Settling {
  readonly id: string
  readonly owner: string
  readonly after: After
  readonly tried: Try | null
  readonly now: number
  /** Its answer. */
  readonly sealed?: Uint8Array | null
}

/** Settles one, within a transaction. */
function settlingOne({ db }: Connection, { parts, rows }: Behind): (settling: Settling) => boolean {
  const settle = db.prepare(`
    UPDATE items SET
      state = :state, final_reason = :reason, finished_at = :finishedAt, next_at = :nextAt, tries = :tries,
      lease_owner = NULL, lease_until = NULL, answer_status = :status, answer_bytes = :bytes
    WHERE id = :id AND state = 'retrying' AND lease_owner = :owner`)
  return ({ after, id, now, owner, sealed = null, tried }) => {
    const row = rows.byId(id)
    if (row === null) return false
    const before = triesIn(row)
    const tries = JSON.stringify(tried === null ? before : [...before, tried])
    const { changes } = settle.run({ id, owner, tries, ...valuesOf(after, now) })
    if (changes === 0) return false
    if (sealed !== null) parts.put(id, 'answer', sealed)
    if (isNeededNoMore(after)) parts.drop(id, 'request')
    return true
  }
}

function valuesOf(after: After, now: number) {
  if (after.kind === 'pending') {
    const { kind: state, nextAt } = after
    return { state, reason: null, finishedAt: null, nextAt, status: null, bytes: null }
  }
  const { kind: state, reason } = after
  const answer = after.kind === 'succeeded' ? after.answer : null
  const answered = { status: answer?.status ?? null, bytes: answer?.body.length ?? null }
  return { state, reason, finishedAt: now, nextAt: null, ...answered }
}

/** What failed can still be looked at. */
const isNeededNoMore = (after: After): boolean =>
  after.kind === 'succeeded' || (after.kind === 'failed' && after.reason === 'cancelled')
