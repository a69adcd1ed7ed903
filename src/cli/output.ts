import { styleText } from 'node:util'
import type { Clock } from '../ports/clock.ts'

type Style = Parameters<typeof styleText>[0]

/** Where a command's words go: data to `data`, everything else to `note`. */
export interface Output {
  /** One line of what was asked for. */
  data(line: string): void
  /** One line about it: progress, hints, warnings. */
  note(line: string): void
  /** Colours a part of a note where its reader can show colours. */
  styled(style: Style, text: string): string
}

/** No reader notices so short a wait. */
const GATHER_MS = 10
const GATHER_CHARACTERS = 64 * 1024

/** The process's own streams. `colors` false keeps notes plain. */
export function processOutput(colors: boolean, clock: Clock): Output {
  return {
    data: gathered(process.stdout, clock),
    note: gathered(process.stderr, clock),
    styled: (style, text) => (colors ? styleText(style, text, { stream: process.stderr }) : text),
  }
}

/**
 * Writes the lines of a moment together: at thousands of requests a second, a
 * system call for each line cost a tenth of all that a request cost.
 */
function gathered(stream: NodeJS.WriteStream, clock: Clock): (line: string) => void {
  let waiting = ''
  const flush = (): void => {
    if (waiting !== '') stream.write(waiting)
    waiting = ''
  }
  process.on('exit', flush)
  return (line) => {
    if (waiting === '') clock.after(GATHER_MS, flush)
    waiting += `${line}\n`
    if (waiting.length > GATHER_CHARACTERS) flush()
  }
}
