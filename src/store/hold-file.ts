import { loadSqlite } from './load-sqlite.ts'
import { createIfMissing } from './open-database.ts'
import { codeOf, storeFailure } from './store-failure.ts'

export interface Hold {
  release(): void
}

/**
 * Takes a file for this process alone; null when another process has it. The
 * lock is the system's, through SQLite, since Node has none of its own: it ends
 * with the process, however that ends, so it can never be stale.
 */
export function holdFile(file: string): Hold | null {
  try {
    createIfMissing(file)
    const db = new (loadSqlite().DatabaseSync)(file, { timeout: 0 })
    try {
      db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    } catch (error) {
      db.close()
      throw error
    }
    return {
      release: () => {
        if (db.isOpen) db.close()
      },
    }
  } catch (error) {
    if (codeOf(error) === 'store-busy') return null
    throw storeFailure(error, file)
  }
}
