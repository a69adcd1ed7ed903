import { AppError } from '../errors/app-error.ts'
import type { StoreFailure } from '../errors/failures.ts'

/**
 * Primary result codes of SQLite. Our statements are fixed, so one that is
 * called wrong or too big has met another schema than the one that we made.
 * Source: https://www.sqlite.org/rescode.html.
 */
const BY_RESULT: Readonly<Record<number, StoreFailure>> = {
  1: 'store-corrupt', // SQLITE_ERROR
  3: 'store-unwritable', // SQLITE_PERM
  5: 'store-busy', // SQLITE_BUSY
  6: 'store-busy', // SQLITE_LOCKED
  8: 'store-unwritable', // SQLITE_READONLY
  11: 'store-corrupt', // SQLITE_CORRUPT
  13: 'store-full', // SQLITE_FULL
  14: 'store-unwritable', // SQLITE_CANTOPEN
  18: 'store-corrupt', // SQLITE_TOOBIG
  26: 'store-corrupt', // SQLITE_NOTADB
}

/** SQLITE_IOERR_SHMSIZE: there was no room for the write-ahead log's index. */
const NO_ROOM_FOR_INDEX = 4874

const BY_ERRNO: Readonly<Record<string, StoreFailure>> = {
  EACCES: 'store-unwritable',
  EPERM: 'store-unwritable',
  EROFS: 'store-unwritable',
  ENOTDIR: 'store-unwritable',
  EEXIST: 'store-unwritable',
  ENOENT: 'store-unwritable',
  ENOSPC: 'store-full',
  EDQUOT: 'store-full',
}

/** What SQLite or the file system threw, as an error that names the file. */
export function storeFailure(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error
  const said = error instanceof Error ? error.message : String(error)
  // SQLite quotes what it found in a damaged file, which no terminal should get.
  const why = said.replace(/\p{C}/gu, '?')
  return new AppError(codeOf(error), `${file}: ${why}`, { cause: error, details: { file, why } })
}

/** Damage that SQLite itself does not see. */
export const damaged = (file: string, why: string): AppError =>
  new AppError('store-corrupt', `${file}: ${why}`, { details: { file, why } })

/** What kind of failure an error stands for. */
export function codeOf(error: unknown): StoreFailure {
  if (!(error instanceof Error)) return 'store-failed'
  if ('errcode' in error && typeof error.errcode === 'number') {
    if (error.errcode === NO_ROOM_FOR_INDEX) return 'store-full'
    return BY_RESULT[error.errcode & 0xff] ?? 'store-failed'
  }
  const errno = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return BY_ERRNO[errno] ?? 'store-failed'
}
