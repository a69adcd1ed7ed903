import type { GivenIds } from '../ports/store.ts'
import type { Connection } from './connection.ts'

export function givenIdsIn({ db, transact, use }: Connection): GivenIds {
  const all = db.prepare('SELECT id, holder, at FROM given_ids ORDER BY at, id')
  const put = db.prepare(
    `INSERT INTO given_ids (id, holder, at) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, at = excluded.at`,
  )
  const forgetOld = db.prepare('DELETE FROM given_ids WHERE at < ?')
  const forgetMany = db.prepare(
    'DELETE FROM given_ids WHERE id IN (SELECT id FROM given_ids ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?)',
  )
  return {
    all: async () =>
      use(() =>
        all.all().map(({ at, holder, id }) => ({ id: String(id), holder: String(holder), at: Number(at) })),
      ),
    put: async (ids, { most, since }) => {
      transact(() => {
        for (const { at, holder, id } of ids) put.run(id, holder, at)
        forgetOld.run(since)
        forgetMany.run(most)
      })
    },
  }
}
