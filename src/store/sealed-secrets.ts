import type { SealedSecrets } from '../ports/store.ts'
import type { Connection } from './connection.ts'

export function sealedSecretsIn({ db, use }: Connection): SealedSecrets {
  const put = db.prepare(
    `INSERT INTO sealed_secrets (id, sealed, at) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, at = excluded.at`,
  )
  const get = db.prepare('SELECT sealed FROM sealed_secrets WHERE id = ?')
  const all = db.prepare('SELECT id, sealed FROM sealed_secrets')
  const keys = db.prepare('SELECT wrapped FROM wrapped_keys ORDER BY number')
  const addKey = db.prepare(
    'INSERT INTO wrapped_keys (number, wrapped) VALUES (?, ?) ON CONFLICT (number) DO NOTHING',
  )
  return {
    put: async (id, sealed, at) => {
      use(() => put.run(id, sealed, at))
    },
    get: async (id) => use(() => (get.get(id)?.['sealed'] as Uint8Array | undefined) ?? null),
    all: async () =>
      use(() => new Map(all.all().map(({ id, sealed }) => [String(id), sealed as Uint8Array]))),
    wrappedKeys: async () => use(() => keys.all().map(({ wrapped }) => String(wrapped))),
    addWrappedKey: async (count, wrapped) => {
      use(() => addKey.run(count + 1, wrapped))
    },
  }
}
