import { systemClock } from '../../src/app/system-clock.ts'
import type { Clock } from '../../src/ports/clock.ts'

/** The real clock, `times` as fast: what takes a minute by it takes a few seconds. */
export function fastClock(times: number): Clock {
  const startedAt = systemClock.now()
  return {
    now: () => startedAt + (systemClock.now() - startedAt) * times,
    after: (ms, run) => systemClock.after(ms / times, run),
  }
}
