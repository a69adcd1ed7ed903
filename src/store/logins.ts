import type { SQLOutputValue } from 'node:sqlite'
import { MOST_LOGINS, type Login, type Share } from '../core/access/login.ts'
import type { Logins } from '../ports/logins.ts'
import type { Connection } from './connection.ts'

type Row = Readonly<Record<string, SQLOutputValue>>

export function loginsIn({ db, transact, use }: Connection): Logins {
  const find = db.prepare('SELECT hash, role, share, at, until FROM logins WHERE hash = ?')
  const add = db.prepare('INSERT INTO logins (hash, role, share, at, until) VALUES (?, ?, ?, ?, ?)')
  const renew = db.prepare('UPDATE logins SET until = ? WHERE hash = ?')
  const remove = db.prepare('DELETE FROM logins WHERE hash = ?')
  const removeAll = db.prepare('DELETE FROM logins')
  const shareById = db.prepare('SELECT id, hash, at, until FROM shares WHERE id = ?')
  const shareByHash = db.prepare('SELECT id, hash, at, until FROM shares WHERE hash = ?')
  const shares = db.prepare(
    'SELECT id, hash, at, until, (SELECT count(*) FROM logins WHERE share = id) AS logins FROM shares ORDER BY at DESC, id',
  )
  const addShare = db.prepare('INSERT INTO shares (id, hash, at, until) VALUES (?, ?, ?, ?)')
  const removeShare = db.prepare('DELETE FROM shares WHERE id = ?')
  const sweepLogins = db.prepare('DELETE FROM logins WHERE until <= ?')
  const sweepUnused = db.prepare(
    'DELETE FROM logins WHERE hash IN (SELECT hash FROM logins WHERE share IS ? ORDER BY until DESC, at DESC LIMIT -1 OFFSET ?)',
  )
  const sweepShares = db.prepare('DELETE FROM shares WHERE until <= ?')
  const one = <T>(row: Row | undefined, read: (row: Row) => T): T | null =>
    row === undefined ? null : read(row)
  return {
    find: async (hash) => use(() => one(find.get(hash), loginIn)),
    add: async ({ createdAt, hash, role, share, until }) => {
      transact(() => {
        sweepLogins.run(createdAt)
        add.run(hash, role, share, createdAt, until)
        sweepUnused.run(share, MOST_LOGINS)
      })
    },
    renew: async (hash, until) => {
      use(() => renew.run(until, hash))
    },
    remove: async (hash) => use(() => Number(remove.run(hash).changes) === 1),
    removeAll: async () => use(() => Number(removeAll.run().changes)),
    share: async (id) => use(() => one(shareById.get(id), shareIn)),
    shareOf: async (hash) => use(() => one(shareByHash.get(hash), shareIn)),
    shares: async () =>
      use(() => shares.all().map((row) => ({ ...shareIn(row), logins: Number(row['logins']) }))),
    addShare: async ({ createdAt, hash, id, until }) => {
      transact(() => {
        sweepShares.run(createdAt)
        addShare.run(id, hash, createdAt, until)
      })
    },
    removeShare: async (id) => use(() => Number(removeShare.run(id).changes) === 1),
  }
}

const loginIn = (row: Row): Login => ({
  ...{ hash: String(row['hash']), role: row['role'] === 'admin' ? 'admin' : 'viewer' },
  share: row['share'] === null ? null : String(row['share']),
  ...{ createdAt: Number(row['at']), until: Number(row['until']) },
})

const shareIn = (row: Row): Share => ({
  ...{ id: String(row['id']), hash: String(row['hash']) },
  ...{ createdAt: Number(row['at']), until: Number(row['until']) },
})
