import type { ClientTokens } from '../ports/store.ts'
import type { Connection } from './connection.ts'

export function clientTokensIn({ db, transact, use }: Connection): ClientTokens {
  const all = db.prepare('SELECT name, hash, profile, at, used_at FROM client_tokens ORDER BY name')
  const add = db.prepare(
    'INSERT INTO client_tokens (name, hash, profile, at) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING',
  )
  const remove = db.prepare('DELETE FROM client_tokens WHERE name = ?')
  const noteUse = db.prepare('UPDATE client_tokens SET used_at = ? WHERE hash = ?')
  return {
    all: async () =>
      use(() =>
        all.all().map((row) => ({
          ...{ name: String(row['name']), hash: String(row['hash']), createdAt: Number(row['at']) },
          profile: row['profile'] === null ? null : String(row['profile']),
          usedAt: row['used_at'] === null ? null : Number(row['used_at']),
        })),
      ),
    add: async ({ createdAt, hash, name, profile }) =>
      use(() => Number(add.run(name, hash, profile, createdAt).changes) === 1),
    remove: async (name) => use(() => Number(remove.run(name).changes) === 1),
    noteUses: async (uses) => {
      transact(() => {
        for (const [hash, at] of uses) noteUse.run(at, hash)
      })
    },
  }
}
