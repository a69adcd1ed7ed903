import * as fs from 'node:fs'
import { dirname } from 'node:path'

/** What is done to files for `use`, one call of the system each. */
export type FileOperations = Pick<
  typeof fs,
  | 'accessSync'
  | 'closeSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'readlinkSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writeSync'
>

/** Those of this machine. */
export const realFiles: FileOperations = fs

/** The file's bytes; null when there is none. */
export function bytesOf(files: Pick<FileOperations, 'readFileSync'>, file: string): Buffer | null {
  try {
    return files.readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Removes a file; one that is not there is no fault. */
export function removeFile(files: Pick<FileOperations, 'unlinkSync'>, file: string): void {
  try {
    files.unlinkSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Removes folders that hold nothing, in this order. One that stays harms nobody. */
export function removeEmpty(files: Pick<FileOperations, 'rmdirSync'>, folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      files.rmdirSync(folder)
    } catch {
      // Something else is in it by now, or in the way.
    }
  }
}

/** What a new file is to be like; without an owner it is this process's. */
export interface NewFile {
  readonly mode: number
  readonly owner: { readonly uid: number; readonly gid: number } | null
}

/** Writes a file that nobody reads yet, down to the disk. */
export function writeDraft(
  files: FileOperations,
  draft: string,
  bytes: Buffer,
  { mode, owner }: NewFile,
): void {
  const fd = files.openSync(draft, 'w', 0o600)
  try {
    for (let at = 0; at < bytes.length;) at += files.writeSync(fd, bytes, at)
    const { gid, uid } = files.fstatSync(fd)
    if (owner !== null && (owner.uid !== uid || owner.gid !== gid)) {
      files.fchownSync(fd, owner.uid, owner.gid)
    }
    files.fchmodSync(fd, mode)
    files.fsyncSync(fd)
  } finally {
    files.closeSync(fd)
  }
}

/** Puts a draft in the place of a file, in one step. */
export function putInPlace(files: FileOperations, draft: string, file: string): void {
  files.renameSync(draft, file)
  syncFolder(files, dirname(file))
}

/** So that what was done in it survives a loss of power, where the system can do that. */
function syncFolder(files: FileOperations, folder: string): void {
  if (process.platform === 'win32') return
  const fd = files.openSync(folder, 'r')
  try {
    files.fsyncSync(fd)
  } finally {
    files.closeSync(fd)
  }
}
