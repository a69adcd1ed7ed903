import type { LogEvent } from '../ports/log.ts'
import { LOG_LEVELS, type LogLevel } from '../settings/schema.ts'
import { eventText } from './event-text.ts'
import { SHOWN_OF_ID } from './queue-event-text.ts'
import { localTime } from '../views/local-time.ts'
import type { Say } from './texts.ts'

/** One line of a log file. */
export interface LogLine {
  /** As it stands in the file. */
  readonly raw: string
  readonly level: LogLevel
  /** What it says; null when it is nothing that this program writes. */
  readonly event: LogEvent | null
}

/** What there is a sentence for. */
const KNOWN: Readonly<Record<LogEvent['event'], true>> = {
  attempt: true,
  commit: true,
  answer: true,
  probe: true,
  endpoint: true,
  switch: true,
  'state-not-saved': true,
  'trail-not-saved': true,
  'traces-not-sent': true,
  'not-notified': true,
  parked: true,
  'not-parked': true,
  retry: true,
  'answered-from-queue': true,
  'queue-fault': true,
  'settings-healed': true,
  listening: true,
  'not-started': true,
  'config-followed': true,
  'config-refused': true,
  stopping: true,
  stopped: true,
  'lines-lost': true,
  fault: true,
}

export function logLine(raw: string): LogLine {
  try {
    const value = JSON.parse(raw) as LogEvent & { readonly level: LogLevel }
    const isOurs = LOG_LEVELS.includes(value.level) && Object.hasOwn(KNOWN, value.event)
    if (isOurs) return { raw, level: value.level, event: value }
  } catch {
    // Half a line, from a disk that was full: shown as it is.
  }
  return { raw, level: 'error', event: null }
}

export const requestOf = ({ event }: LogLine): string | null =>
  event !== null && 'request' in event ? event.request : null

/** The line for a person: local time, level, what happened, and the beginning of the request's id. */
export function readable(line: LogLine, say: Say): string {
  if (line.event === null) return line.raw
  const request = requestOf(line)
  try {
    const text = `${localTime(line.event.at)} ${line.level.padEnd(5)} ${eventText(line.event, say)}`
    return request === null ? text : `${text} · ${request.slice(0, SHOWN_OF_ID)}`
  } catch {
    // Of another version, or damaged: something is missing that its sentence needs.
    return line.raw
  }
}
