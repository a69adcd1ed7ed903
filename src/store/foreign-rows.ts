import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { ForeignRow } from '../ports/foreign-files.ts'
import { openForReading } from './open-database.ts'

/**
 * All rows of those of `tables` that another program's database has. The file
 * and what lies beside it stay as they are. Throws what SQLite throws.
 */
export function foreignRows(
  file: string,
  tables: readonly string[],
): Readonly<Record<string, readonly ForeignRow[]>> {
  // With a log beside it SQLite would write an index of that log there: it reads a copy instead.
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return rowsIn(file, tables)
  const folder = mkdtempSync(join(tmpdir(), 'qcc-'))
  try {
    const copy = join(folder, 'copy.db')
    copyFileSync(file, copy)
    copyFileSync(`${file}-wal`, `${copy}-wal`)
    return rowsIn(copy, tables)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function rowsIn(file: string, tables: readonly string[]): Record<string, readonly ForeignRow[]> {
  const db = openForReading(file, { defensive: true })
  try {
    const there = tables.filter((table) => hasTable(db, table))
    return Object.fromEntries(
      there.map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).all().map(plain)]),
    )
  } finally {
    db.close()
  }
}

const hasTable = (db: DatabaseSync, table: string): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(table) !== undefined

const plain = (row: Record<string, SQLOutputValue>): ForeignRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' ? value : null,
    ]),
  )
