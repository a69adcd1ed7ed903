/**
 * What can still be read of a damaged database. It is opened for reading only,
 * with the schema trusted less than the pages: then SQLite works on a file that
 * was cut off, and refuses only the pages that are gone.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Version } from '../ports/store.ts'
import { openForReading } from './open-database.ts'
import { versionOf } from './version-row.ts'

/** More changes than a configuration ever sees: so far numbers are tried where the pages that would tell are lost. */
const FAR = 20_000

/** The versions that are as they were written, newest first. Throws nothing: of a file that is no database there are none. */
export function salvageVersions(file: string): readonly Version[] {
  const db = attempt(() => openForReading(file, { defensive: false }))
  if (db === null) return []
  try {
    db.exec('PRAGMA writable_schema = ON')
    return attempt(() => readableVersions(db)) ?? []
  } finally {
    db.close()
  }
}

/** Each is looked up from the root of the tree, so that a lost page hides nothing but what was on it. */
function readableVersions(db: DatabaseSync): readonly Version[] {
  const byNumber = db.prepare('SELECT * FROM versions WHERE number = ?')
  const upwards = walk(db, 'ASC')
  const downwards = walk(db, 'DESC')
  const first = upwards[0] ?? 1
  const last = downwards[0] ?? (upwards.at(-1) ?? 0) + FAR
  const found: Version[] = []
  for (let number = last; number >= first; number--) {
    const row = attempt(() => byNumber.get(number)) ?? null
    const version = row === null ? null : versionOf(row)
    if (version !== null) found.push(version)
  }
  return found
}

/** Numbers from one end, as far as they can be read. */
function walk(db: DatabaseSync, order: 'ASC' | 'DESC'): readonly number[] {
  const numbers: number[] = []
  attempt(() => {
    for (const { number } of db.prepare(`SELECT number FROM versions ORDER BY number ${order}`).iterate()) {
      numbers.push(Number(number))
    }
  })
  return numbers
}

/** Whatever a damaged file makes SQLite throw, it has one meaning here. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
