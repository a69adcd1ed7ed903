import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DatabaseSync, DatabaseSyncOptions } from 'node:sqlite'
import { loadSqlite } from './load-sqlite.ts'
import { refuseNewer } from './migrate.ts'
import { codeOf } from './store-failure.ts'

/** The write-ahead log shrinks to this when it was emptied; between checkpoints it may be larger. */
const LOG_BYTES = 2 ** 20
/** Others switch to the write-ahead log at the same moment only while the database is new. */
const TRIES = 100

interface Manner {
  /** How long a writer waits for another one. */
  readonly waitMs: number
  /** Of its schema, that this program knows. */
  readonly steps: number
  /** What was acknowledged survives a crash of the program, or also a loss of power: that costs a flush of the disk each time. */
  readonly survives: 'crashes' | 'loss of power'
  /** Whether space that became free can be given back; decided once, when the file is made. */
  readonly canShrink?: boolean
}

/** macOS empties the disk's own cache only when asked with the last two. */
const SYNCHRONOUS: Readonly<Record<Manner['survives'], string>> = {
  crashes: 'PRAGMA synchronous = NORMAL',
  'loss of power': 'PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON',
}

/**
 * Opens the database, new or old, for its owner only. One that cannot be
 * written is opened for reading where that can be done; writing then fails.
 * One of a newer program is refused and left byte for byte as it is.
 */
export function openDatabase(
  file: string,
  { canShrink = false, steps, survives, waitMs }: Manner,
): DatabaseSync {
  const options = { timeout: waitMs }
  const openToRead = (): DatabaseSync =>
    orClosed(openForReading(file, options), (db) => {
      refuseNewer(db, file, steps)
    })
  createIfMissing(file)
  for (const one of [file, `${file}-wal`, `${file}-shm`]) tighten(one)
  if (!mayWrite(file) || !mayWrite(dirname(file))) return openToRead()
  // Closing a writable database would move what is in the log into the file; so whether it is ours is asked first.
  if (sizeOf(`${file}-wal`) > 0) openToRead().close()
  return orClosed(new (loadSqlite().DatabaseSync)(file, options), (db) => {
    db.exec(`${SYNCHRONOUS[survives]}; PRAGMA journal_size_limit = ${String(LOG_BYTES)}`)
    refuseNewer(db, file, steps)
    // Saying it again would write each time.
    if (canShrink && pagesOf(db) === 0) db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    keepLog(db)
  })
}

/**
 * Changes nothing in the file or beside it. Without a log beside it, it is
 * taken as it is, since there may be no place for the log's index; what
 * somebody writes from then on is not seen.
 */
export function openForReading(file: string, options: DatabaseSyncOptions): DatabaseSync {
  const url = pathToFileURL(file)
  if (sizeOf(`${file}-wal`) < 0) url.searchParams.set('immutable', '1')
  return new (loadSqlite().DatabaseSync)(url, { ...options, readOnly: true })
}

function orClosed(db: DatabaseSync, work: (db: DatabaseSync) => void): DatabaseSync {
  try {
    work(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function keepLog(db: DatabaseSync): void {
  for (let tries = 1; ; tries++) {
    try {
      db.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (codeOf(error) !== 'store-busy' || tries === TRIES) throw error
      // The pragma does not wait for its turn, as a transaction does.
      db.exec('BEGIN IMMEDIATE; COMMIT')
    }
  }
}

/** Never opens one that is there: closing a second handle of it would drop the locks of the first. */
export function createIfMissing(file: string): void {
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

/** The log and its index get the mode of the file when SQLite makes them. */
function tighten(file: string): void {
  if (process.platform === 'win32') return
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
  if ((mode & 0o077) === 0) return
  try {
    chmodSync(file, mode & 0o700)
  } catch {
    // Not the owner, or gone meanwhile: what is left to do is to read it.
  }
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

const pagesOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA page_count').get()?.['page_count'])

/** In bytes; -1 when there is no such file. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? -1
