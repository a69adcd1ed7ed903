import type { Cancel, Clock } from '../ports/clock.ts'

const TICK_MS = 5_000
/** A machine that is only busy is not that late. */
const GAP_MS = 30_000

/** Calls `onWoke` whenever this machine was asleep, or its clock was set, until it is cancelled. */
export function watchSleep(clock: Clock, onWoke: () => void): Cancel {
  let last = clock.now()
  let cancel: Cancel = () => undefined
  const tick = (): void => {
    const now = clock.now()
    if (Math.abs(now - last) > GAP_MS) onWoke()
    last = now
    cancel = clock.after(TICK_MS, tick)
  }
  cancel = clock.after(TICK_MS, tick)
  return () => {
    cancel()
  }
}
