import type { Ending, LogEvent } from '../ports/log.ts'
import type { LogLevel } from '../settings/schema.ts'

/** How much an event matters. */
export function levelOf(event: LogEvent): LogLevel {
  if (event.event === 'answer') return BY_ENDING[event.ending]
  if (event.event === 'probe') {
    // While there is no network, one is made every other second; without traffic, one a minute.
    if (event.reason === 'network') return event.result === 'pass' ? 'info' : 'debug'
    if (event.result === 'fail') return 'warn'
    return event.reason === 'routine' ? 'debug' : 'info'
  }
  if (event.event === 'switch') return event.cause === 'failover' ? 'warn' : 'info'
  if (event.event !== 'attempt') return BY_EVENT[event.event]
  // What served is told by the answer, and who left too.
  return event.outcome === 'ok' || event.outcome === 'cancelled' ? 'debug' : 'warn'
}

/** An event as programs read it. */
export const jsonLine = (event: LogEvent): string =>
  `{"level":"${levelOf(event)}",${JSON.stringify(event).slice(1)}`

const BY_EVENT: Readonly<
  Record<Exclude<LogEvent['event'], 'answer' | 'attempt' | 'probe' | 'switch'>, LogLevel>
> = {
  fault: 'error',
  'not-started': 'error',
  'config-refused': 'warn',
  'lines-lost': 'warn',
  'state-not-saved': 'warn',
  'trail-not-saved': 'warn',
  'traces-not-sent': 'warn',
  'not-notified': 'warn',
  'not-parked': 'warn',
  'queue-fault': 'warn',
  parked: 'info',
  retry: 'info',
  'answered-from-queue': 'info',
  'settings-healed': 'warn',
  endpoint: 'info',
  listening: 'info',
  'config-followed': 'info',
  stopping: 'info',
  stopped: 'info',
  commit: 'debug',
}

const BY_ENDING: Readonly<Record<Ending, LogLevel>> = {
  served: 'info',
  passed: 'info',
  cancelled: 'info',
  refused: 'warn',
  accepted: 'info',
  broken: 'warn',
  local: 'debug',
}
