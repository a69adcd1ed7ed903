/** Reads the log of a home, with or without a proxy that writes it meanwhile. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { logFile } from './log-files.ts'
import { logLine, type LogLine } from './log-line.ts'

type Wanted = (line: LogLine) => boolean

/** A log being read: what was written last, and then what comes. */
export interface LogReading {
  /** The last `count` wanted lines, oldest first, from as many files as it takes. */
  last(count: number, wanted: Wanted): readonly LogLine[]
  /** Lines that were written since the last call of either, also when files were renamed meanwhile. */
  news(): readonly LogLine[]
  close(): void
}

export function readLog(folder: string): LogReading {
  let tail = openTail(folder)
  const news = (): LogLine[] => tail?.read() ?? []
  return {
    last: (count, wanted) => {
      const found = news().filter(wanted)
      for (let age = 1; found.length < count; age++) {
        const older = wholeFile(folder, age)
        if (older === null) break
        found.unshift(...older.filter(wanted))
      }
      return count === 0 ? [] : found.slice(-count)
    },
    news: () => {
      const lines = news()
      const age = ageNow(folder, tail)
      if (age === 0) return lines
      // Renamed: what is younger has begun since. Gone altogether: so has everything that is there.
      lines.push(...news())
      tail?.close()
      for (let younger = (age ?? 1) - 1; younger > 0; younger--) {
        lines.push(...(wholeFile(folder, younger) ?? []))
      }
      tail = openTail(folder)
      return [...lines, ...news()]
    },
    close: () => tail?.close(),
  }
}

function wholeFile(folder: string, age: number): readonly LogLine[] | null {
  const tail = openTail(folder, age)
  const lines = tail?.read() ?? null
  tail?.close()
  return lines
}

/** One file, read on from where the last reading ended. It stays the same file under another name. */
interface Tail {
  readonly inode: bigint
  read(): LogLine[]
  close(): void
}

const CHUNK_BYTES = 256 * 1024

function openTail(folder: string, age = 0): Tail | null {
  const fd = opened(logFile(folder, age))
  if (fd === null) return null
  let rest = Buffer.alloc(0)
  return {
    inode: fstatSync(fd, { bigint: true }).ino,
    read: () => {
      const chunks = [rest]
      for (;;) {
        const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
        const bytes = readSync(fd, chunk)
        if (bytes === 0) break
        chunks.push(chunk.subarray(0, bytes))
      }
      const all = Buffer.concat(chunks)
      const end = all.lastIndexOf('\n') + 1
      rest = all.subarray(end)
      const lines = all.toString('utf8', 0, end).split('\n')
      return lines.filter((line) => line !== '').map(logLine)
    },
    close: () => {
      closeSync(fd)
    },
  }
}

function opened(file: string): number | null {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** How many files have been begun since; null when the file is not there, or not any more. */
function ageNow(folder: string, tail: Tail | null): number | null {
  for (let age = 0; ; age++) {
    const found = statSync(logFile(folder, age), { bigint: true, throwIfNoEntry: false })
    if (found === undefined) return null
    if (found.ino === tail?.inode) return age
  }
}
