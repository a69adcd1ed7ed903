import type { DatabaseSync } from 'node:sqlite'
import { storeFailure } from './store-failure.ts'

/** An open database, and the two ways to work with it: whatever is thrown leaves as an error that names the file. */
export interface Connection {
  readonly db: DatabaseSync
  readonly file: string
  readonly use: <T>(work: () => T) => T
  /** All of it or nothing, alone among writers, and on the disk when it returns. */
  readonly transact: <T>(work: () => T) => T
}

export function connection(db: DatabaseSync, file: string): Connection {
  const use = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw storeFailure(error, file)
    }
  }
  return { db, file, use, transact: (work) => use(() => transaction(db, work)) }
}

function transaction<T>(db: DatabaseSync, work: () => T): T {
  // Not deferred: who only reads at first cannot wait for the lock any more when it comes to write.
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // A full disk has ended the transaction already.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
