import type { Log, LogEvent } from '../ports/log.ts'

/** A log that somebody may listen to besides. While nobody does, an event costs one call more. */
export class EventTap implements Log {
  readonly #log: Log
  onEvent: ((event: LogEvent) => void) | null = null

  constructor(log: Log) {
    this.#log = log
  }

  write(event: LogEvent): void {
    this.#log.write(event)
    this.onEvent?.(event)
  }
}
