import { styleText } from 'node:util'
import type { Clock } from '../ports/clock.ts'
import type { Redactor } from '../ports/redactor.ts'

type Style = Parameters<typeof styleText>[0]
type Stream = 'stdout' | 'stderr'

/** Where a command's words go: data to `data`, everything else to `note`. */
export interface Output {
  /** One line of what was asked for. */
  data(line: string): void
  /** One line that is a secret and was asked for: the only way past the redactor. */
  secret(line: string): void
  /** One line about it: progress, hints, warnings. Silent with `--quiet`. */
  note(line: string): void
  /** One line of what went wrong; never silent. */
  error(line: string): void
  /** Colours a part of a note where its reader can show colours. */
  styled(style: Style, text: string): string
  /** Marks the head of data where the reader of data can show it. */
  heading(text: string): string
  /** Writes at once what was said so far: before something else writes to the terminal, or nothing does for a while. */
  flush(): void
  /** False once whoever read the data has gone, as `head` does: then there is nothing left to say. */
  readonly isRead: boolean
}

/** No reader notices so short a wait. */
const GATHER_MS = 10
const GATHER_CHARACTERS = 64 * 1024

interface Manner {
  /** Whether colours are wanted, wherever they can be shown. */
  readonly colors: boolean
  readonly quiet: boolean
  readonly redactor: Redactor
}

/** The process's own streams; no key passes. Each is opened by the first line for it. */
export function processOutput({ colors, quiet, redactor }: Manner, clock: Clock): Output {
  const { flush, isRead, write } = gathered(clock)
  return {
    data: (line) => {
      write('stdout', redactor.redact(line))
    },
    secret: (line) => {
      write('stdout', line)
    },
    note: (line) => {
      if (!quiet) write('stderr', redactor.redact(line))
    },
    error: (line) => {
      write('stderr', redactor.redact(line))
    },
    styled: (style, text) => (colors ? styleText(style, text, { stream: process.stderr }) : text),
    heading: (text) => (colors ? styleText('bold', text, { stream: process.stdout }) : text),
    flush,
    get isRead() {
      return isRead()
    },
  }
}

/**
 * Writes the lines of a moment together: at thousands of requests a second, a
 * system call for each line cost a tenth of all that a request cost. A terminal
 * shows both streams, so their lines keep the order in which they were said.
 */
function gathered(clock: Clock): {
  readonly write: (to: Stream, line: string) => void
  readonly flush: () => void
  readonly isRead: () => boolean
} {
  const watched = new Set<Stream>()
  const gone = new Set<Stream>()
  const streamOf = (name: Stream): NodeJS.WriteStream => {
    const stream = process[name]
    // What a command does, it does to its end, whoever still listens.
    if (!watched.has(name)) stream.on('error', () => gone.add(name))
    watched.add(name)
    return stream
  }
  let waiting = ''
  let waitingFor: Stream = 'stdout'
  const flush = (): void => {
    if (waiting !== '') streamOf(waitingFor).write(waiting)
    waiting = ''
  }
  process.on('exit', flush)
  const write = (to: Stream, line: string): void => {
    if (to !== waitingFor) flush()
    waitingFor = to
    if (waiting === '') clock.after(GATHER_MS, flush)
    waiting += `${line}\n`
    if (waiting.length > GATHER_CHARACTERS) flush()
  }
  return { write, flush, isRead: () => !gone.has('stdout') }
}
