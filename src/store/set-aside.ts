import { renameSync } from 'node:fs'

/** Puts a damaged database out of the way, with its log, under another name; one that is gone already is no fault. Throws the system's error. */
export function setAside(file: string): void {
  for (const end of ['', '-wal', '-shm']) {
    try {
      renameSync(file + end, `${file}.damaged${end}`)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}
