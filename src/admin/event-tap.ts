import type { Cancel } from '../ports/clock.ts'
import type { Log, LogEvent } from '../ports/log.ts'

type Listener = (event: LogEvent) => void

/** A log that somebody may listen to besides. While nobody does, an event costs one call more. */
export class EventTap implements Log {
  readonly #log: Log
  #listeners: readonly Listener[] = []

  constructor(log: Log) {
    this.#log = log
  }

  get isHeard(): boolean {
    return this.#listeners.length > 0
  }

  /** Calls `listener` with each event from now on; it must not throw. */
  listen(listener: Listener): Cancel {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener)
    }
  }

  write(event: LogEvent): void {
    this.#log.write(event)
    for (const listener of this.#listeners) listener(event)
  }
}
