import { rmdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { loadSqlite } from './load-sqlite.ts'

/**
 * Takes away a database that this process has just made and that nobody has
 * used, with the folder `copies` beside it, which can be made again, and with
 * its own where nothing else is in it. Closed here, and closed by everybody
 * else, or it stays.
 */
export function removeUnused(file: string, copies: string): void {
  if (!isUnused(file)) return
  for (const one of [file, `${file}-wal`, `${file}-shm`]) rmSync(one, { force: true })
  rmSync(copies, { recursive: true, force: true })
  try {
    rmdirSync(dirname(file))
  } catch {
    // Something else is in it.
  }
}

function isUnused(file: string): boolean {
  const db = new (loadSqlite().DatabaseSync)(file, { timeout: 0 })
  try {
    // Refused while anybody else has it open.
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    return tables.every(
      ({ name }) => db.prepare(`SELECT 1 FROM "${String(name)}" LIMIT 1`).get() === undefined,
    )
  } catch {
    return false
  } finally {
    db.close()
  }
}
