import type { KeptAnswer, QueueStore } from '../ports/queue.ts'
import type { Connection } from './connection.ts'
import type { QueueRows, Row } from './queue-rows.ts'
import type { SealedParts } from './sealed-parts.ts'

/** What is given of an item, to its client or to a person. */
export function answersIn(
  { db, transact, use }: Connection,
  { parts, rows }: { readonly parts: SealedParts; readonly rows: QueueRows },
): Pick<QueueStore, 'give' | 'answer' | 'request'> {
  const noteGiven = db.prepare(`
    UPDATE items SET answer_given_at = ?
    WHERE id = ? AND state = 'succeeded' AND answer_status IS NOT NULL AND answer_given_at IS NULL`)
  const setAside = db.prepare(`
    UPDATE items SET state = 'failed', final_reason = 'corrupt', answer_status = NULL
    WHERE id = ? AND state = 'succeeded'`)
  const opened = async (row: Row | null): Promise<KeptAnswer | null> => {
    if (row === null || row['answer_status'] === null) return null
    const sealed = use(() => parts.stored(String(row['id']), 'answer'))
    return sealed === null ? null : parts.openAnswer(row, sealed)
  }
  return {
    give: async (id, now) => {
      const isNoted = transact(() => noteGiven.run(now, id).changes === 1)
      if (!isNoted) return null
      const answer = await opened(use(() => rows.byId(id)))
      if (answer === null) transact(() => setAside.run(id))
      return answer
    },
    answer: async (id) => opened(use(() => rows.byId(id))),
    request: async (id) => {
      const row = use(() => rows.byId(id))
      const sealed = row === null ? null : use(() => parts.stored(id, 'request'))
      return row === null || sealed === null ? null : parts.openRequest(row, sealed)
    },
  }
}
