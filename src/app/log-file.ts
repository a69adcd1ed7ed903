import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { ageOf, logFile } from '../cli/log-files.ts'
import { jsonLine, levelOf } from '../cli/log-level.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log, LogEvent } from '../ports/log.ts'
import type { Redactor } from '../ports/redactor.ts'
import { LOG_LEVELS, type Settings } from '../settings/schema.ts'

export interface LogFile extends Log {
  /** Why the last lines could not be written; null when they were. */
  readonly fault: string | null
  /** Writes what waits. */
  flush(): void
  close(): void
}

interface Setup {
  readonly folder: string
  readonly settings: () => Pick<Settings, 'log.level' | 'log.file-size' | 'log.files'>
  readonly redactor: Redactor
  readonly clock: Clock
  /** Hears once why lines are lost, and again only after some were written. */
  readonly onFault: (why: string) => void
}

/** Lines of this time are written together. */
const GATHER_MS = 100
const GATHER_CHARACTERS = 64 * 1024

/**
 * The log as JSON lines in a folder of a home. A file that is full is renamed
 * and the oldest goes. No failure of the disk reaches a request: lines that
 * cannot be written are counted, and their number is the next line that can.
 */
export function openLogFile(setup: Setup): LogFile {
  const file = new RotatingFile(setup)
  process.on('exit', file.flush)
  return file
}

class RotatingFile implements LogFile {
  readonly #setup: Setup
  #open: { readonly fd: number; size: number } | null = null
  #waiting = ''
  #waitingLines = 0
  #cancelFlush: Cancel = () => undefined
  #lost = 0
  /** The last line may be half a one. */
  #isTorn = false
  fault: string | null = null

  constructor(setup: Setup) {
    this.#setup = setup
  }

  write(event: LogEvent): void {
    const level = levelOf(event)
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(this.#setup.settings()['log.level'])) return
    if (this.#waiting === '') this.#cancelFlush = this.#setup.clock.after(GATHER_MS, this.flush)
    this.#waiting += lineOf(event)
    this.#waitingLines += 1
    if (event.event === 'fault' || this.#waiting.length > GATHER_CHARACTERS) this.flush()
  }

  readonly flush = (): void => {
    this.#cancelFlush()
    if (this.#waiting === '') return
    const lines = this.#waitingLines
    // All lines at once: a look for keys costs more to begin than to go on with.
    const text = this.#setup.redactor.redact(this.#afterLoss() + this.#waiting)
    this.#waiting = ''
    this.#waitingLines = 0
    try {
      this.#append(Buffer.from(text))
      this.#lost = 0
      this.fault = null
    } catch (error) {
      this.#lost += lines
      this.#onFault(error instanceof Error ? error.message : String(error))
    }
  }

  close(): void {
    this.flush()
    process.off('exit', this.flush)
    this.#closeFile()
  }

  #afterLoss(): string {
    if (this.#lost === 0) return ''
    const at = this.#setup.clock.now()
    const line = lineOf({ event: 'lines-lost', at, lines: this.#lost, why: this.fault ?? '' })
    return this.#isTorn ? `\n${line}` : line
  }

  #append(bytes: Buffer): void {
    const { folder, settings } = this.#setup
    const { 'log.file-size': limit, 'log.files': keep } = settings()
    // Somebody may have tidied up.
    if (!existsSync(logFile(folder))) this.#closeFile()
    this.#open ??= openedFor(folder)
    if (this.#open.size > 0 && this.#open.size + bytes.length > limit) {
      this.#closeFile()
      rotate(folder, keep)
      this.#open = openedFor(folder)
    }
    for (let written = 0; written < bytes.length;) {
      this.#isTorn = true
      written += writeSync(this.#open.fd, bytes, written)
    }
    this.#isTorn = false
    this.#open.size += bytes.length
  }

  #onFault(why: string): void {
    try {
      this.#closeFile()
    } catch {
      // Closing may fail as writing did; it is opened anew the next time.
    }
    if (this.fault === null) this.#setup.onFault(why)
    this.fault = why
  }

  #closeFile(): void {
    const open = this.#open
    this.#open = null
    if (open !== null) closeSync(open.fd)
  }
}

const lineOf = (event: LogEvent): string => `${jsonLine(event)}\n`

function openedFor(folder: string): { readonly fd: number; size: number } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fd = openSync(logFile(folder), 'a', 0o600)
  return { fd, size: fstatSync(fd).size }
}

/** Makes place for a new file, so that with it there are `keep`. */
function rotate(folder: string, keep: number): void {
  for (const name of readdirSync(folder)) {
    const age = ageOf(name)
    if (age !== null && age >= keep - 1) rmSync(join(folder, name))
  }
  for (let age = keep - 2; age >= 0; age--) {
    if (existsSync(logFile(folder, age))) renameSync(logFile(folder, age), logFile(folder, age + 1))
  }
}
