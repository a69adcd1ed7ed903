import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../errors/app-error.ts'
import type { Connection } from './connection.ts'
import { MIGRATIONS } from './migrations.ts'
import { damaged } from './store-failure.ts'

/** Throws `store-newer` when the database is ahead of this program. Only reads. */
export function refuseNewer(db: DatabaseSync, file: string, known = MIGRATIONS.length): void {
  const found = schemaOf(db)
  if (found <= known) return
  const message = `${file} has schema ${String(found)}, and this program knows ${String(known)}`
  throw new AppError('store-newer', message, { details: { file, found, known } })
}

/** Brings the schema up to date, a transaction a step, so that any number of processes may try at once. */
export function migrate(connection: Connection, migrations = MIGRATIONS): void {
  const { db, file } = connection
  while (connection.use(() => schemaOf(db)) < migrations.length) {
    connection.transact(() => {
      // Again, now that nobody else can: another process may have done it meanwhile.
      refuseNewer(db, file, migrations.length)
      const at = schemaOf(db)
      const step = migrations[at]
      if (step === undefined) return
      if (at === 0) refuseForeign(db, file)
      db.exec(step)
      db.exec(`PRAGMA user_version = ${String(at + 1)}`)
    })
  }
}

/** A database of another program has no schema version of ours, and tables. */
function refuseForeign(db: DatabaseSync, file: string): void {
  if (db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined) {
    throw damaged(file, 'it is a database of another program')
  }
}

const schemaOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
