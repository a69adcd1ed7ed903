import type { SealedSecrets, SealedState } from '../ports/store.ts'
import type { Connection } from './connection.ts'

export function sealedSecretsIn({ db, transact, use }: Connection): SealedSecrets {
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
  const reseal = db.prepare('UPDATE sealed_secrets SET sealed = ? WHERE id = ?')
  const now = (): SealedState => ({
    wrapped: keys.all().map(({ wrapped }) => String(wrapped)),
    secrets: new Map(all.all().map(({ id, sealed }) => [String(id), sealed as Uint8Array])),
  })
  const replace = ({ secrets, wrapped }: SealedState): void => {
    db.exec('DELETE FROM wrapped_keys')
    for (const [index, one] of wrapped.entries()) addKey.run(index + 1, one)
    for (const [id, sealed] of secrets) reseal.run(sealed, id)
  }
  return {
    put: async (id, sealed, at) => {
      use(() => put.run(id, sealed, at))
    },
    get: async (id) => use(() => (get.get(id)?.['sealed'] as Uint8Array | undefined) ?? null),
    all: async () => use(() => now().secrets),
    wrappedKeys: async () => use(() => keys.all().map(({ wrapped }) => String(wrapped))),
    reseal: async (from, to) => {
      const isDone = transact(() => {
        if (!isSame(now(), from)) return false
        // What the old key opened is not to be found in what becomes free.
        db.exec('PRAGMA secure_delete = ON')
        replace(to)
        return true
      })
      // The log still has the old pages; one that somebody reads from is emptied later.
      if (isDone) use(() => db.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
      return isDone
    },
    addWrappedKey: async (count, wrapped) => {
      use(() => addKey.run(count + 1, wrapped))
    },
  }
}

function isSame(one: SealedState, other: SealedState): boolean {
  const sameKeys =
    one.wrapped.length === other.wrapped.length && one.wrapped.every((key, at) => key === other.wrapped[at])
  return (
    sameKeys &&
    one.secrets.size === other.secrets.size &&
    [...one.secrets].every(([id, sealed]) => Buffer.from(sealed).equals(other.secrets.get(id) ?? Buffer.of()))
  )
}
