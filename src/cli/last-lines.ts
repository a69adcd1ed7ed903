import { logFolder } from './log-files.ts'
import { readable } from './log-line.ts'
import { readLog } from './read-log.ts'
import type { Say } from './texts.ts'

const SHOWN_LINES = 5

/** What a proxy that did not start wrote since then; only the holder of the home writes its log. Empty when nothing. */
export function lastLines(home: string, since: number, say: Say): string {
  try {
    const reading = readLog(logFolder(home))
    const lines = reading.last(SHOWN_LINES, ({ event }) => event !== null && event.at >= since)
    reading.close()
    return lines.map((line) => `  ${readable(line, say)}`).join('\n')
  } catch {
    // A log that could not be written cannot be read either.
    return ''
  }
}
