import type { SQLOutputValue } from 'node:sqlite'
import type { FinalReason, ItemState, QueuedItem, Try } from '../core/queue/item.ts'
import type { Connection } from './connection.ts'

/** A row of `items`. */
export type Row = Readonly<Record<string, SQLOutputValue>>

export interface QueueRows {
  byId(id: string): Row | null
  byFingerprint(fingerprint: string): Row | null
}

export function queueRows({ db }: Connection): QueueRows {
  const byId = db.prepare('SELECT * FROM items WHERE id = ?')
  const byFingerprint = db.prepare('SELECT * FROM items WHERE fingerprint = ?')
  return {
    byId: (id) => byId.get(id) ?? null,
    byFingerprint: (fingerprint) => byFingerprint.get(fingerprint) ?? null,
  }
}

export function itemOf(row: Row): QueuedItem {
  const number = (name: string): number => Number(row[name])
  const text = (name: string): string | null => row[name] as string | null
  const instant = (name: string): number | null => row[name] as number | null
  return {
    id: String(row['id']),
    parkedAt: number('parked_at'),
    renewedAt: number('renewed_at'),
    openedAt: number('opened_at'),
    fence: text('fence'),
    session: text('session'),
    agent: text('agent'),
    method: String(row['method']),
    path: String(row['path']),
    model: text('model'),
    stream: row['stream'] === 1,
    bytes: number('bytes'),
    storedBytes: number('stored_bytes'),
    reason: String(row['reason']),
    isAccepted: row['is_accepted'] === 1,
    state: text('state') as ItemState,
    finalReason: text('final_reason') as FinalReason | null,
    finishedAt: instant('finished_at'),
    tries: triesIn(row),
    nextAt: instant('next_at'),
    answer: answerIn(row),
  }
}

const answerIn = (row: Row): QueuedItem['answer'] =>
  row['answer_status'] === null
    ? null
    : {
        status: Number(row['answer_status']),
        bytes: Number(row['answer_bytes']),
        givenAt: row['answer_given_at'] as number | null,
      }

/** Damaged ones are none: no other item must suffer for that. */
export function triesIn(row: Row): readonly Try[] {
  try {
    const tries: unknown = JSON.parse(String(row['tries']))
    return Array.isArray(tries) ? (tries as readonly Try[]) : []
  } catch {
    return []
  }
}
