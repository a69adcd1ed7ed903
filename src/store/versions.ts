import type { StatementSync } from 'node:sqlite'
import type { Version, Versions } from '../ports/store.ts'
import { checksum } from './checksum.ts'
import type { Connection } from './connection.ts'
import { damaged } from './store-failure.ts'
import { forgetSecrets } from './forget-secrets.ts'
import { infoOf, versionOf } from './version-row.ts'

/** Longer than anybody takes from giving a key to the version that mentions it. */
const FORGET_AFTER_MS = 86_400_000

export function versionsIn({ db, file, transact, use }: Connection): Versions {
  const newest = db.prepare('SELECT * FROM versions ORDER BY number DESC LIMIT 1')
  const byNumber = db.prepare('SELECT * FROM versions WHERE number = ?')
  const infos = db.prepare(
    'SELECT number, at, author, message, hash FROM versions ORDER BY number DESC LIMIT ?',
  )
  const newestNumber = db.prepare('SELECT max(number) AS number FROM versions')
  const insert = db.prepare(
    'INSERT INTO versions (number, at, author, message, hash, content, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const renameInTokens = db.prepare('UPDATE client_tokens SET profile = ? WHERE profile = ?')
  const prune = db.prepare('DELETE FROM versions WHERE number <= ?')

  const read = (statement: StatementSync, ...values: number[]): Version | null => {
    const row = statement.get(...values)
    if (row === undefined) return null
    const version = versionOf(row)
    if (version === null) throw damaged(file, `version ${String(row['number'])} is not as it was written`)
    return version
  }

  return {
    newest: async () => use(() => read(newest)),
    at: async (number) => use(() => read(byNumber, number)),
    list: async (limit) => use(() => infos.all(limit).map(infoOf)),
    commit: async (base, { beneath, renamed, ...draft }, keep) =>
      transact(() => {
        const top = Number(newestNumber.get()?.['number'] ?? 0)
        if (top !== base) return { kind: 'conflict', newest: top }
        const drafts = beneath === undefined ? [draft] : [beneath, draft]
        for (const [index, { at, author, content, hash, message }] of drafts.entries()) {
          insert.run(top + 1 + index, at, author, message, hash, content, checksum(content))
        }
        const number = top + drafts.length
        if (renamed !== undefined) renameInTokens.run(renamed.to, renamed.from)
        // The newest always stays, so that no number is ever given twice.
        prune.run(number - Math.max(1, keep))
        forgetSecrets(db, draft.at - FORGET_AFTER_MS)
        return { kind: 'committed', number }
      }),
  }
}
