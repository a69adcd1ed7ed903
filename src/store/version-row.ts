import type { SQLOutputValue } from 'node:sqlite'
import type { Version, VersionInfo } from '../ports/store.ts'
import { checksum } from './checksum.ts'

type Row = Readonly<Record<string, SQLOutputValue>>

/** A row of `versions` without its content. Its types are the table's. */
export function infoOf({ at, author, hash, message, number }: Row): VersionInfo {
  return { number, at, author, message, hash } as VersionInfo
}

/** A whole row, or null when its content is not what was written. */
export function versionOf(row: Row): Version | null {
  const content = String(row['content'])
  return checksum(content) === row['checksum'] ? { ...infoOf(row), content } : null
}
