import type { Clock } from '../../src/ports/clock.ts'

/** A clock that stands still until the test moves it. */
export interface FakeClock extends Clock {
  /** Moves on, and calls what is due meanwhile, in order; what that leaves undone is given its turn. */
  pass(ms: number): Promise<void>
  /** Sets the time as a person would, or a sleep: timers are as far away as they were. */
  set(now: number): void
}

export function fakeClock(start = 1_000_000): FakeClock {
  let now = start
  let timers: { readonly at: number; readonly run: () => void }[] = []
  return {
    now: () => now,
    after: (ms, run) => {
      timers.push({ at: now + ms, run })
      return () => {
        timers = timers.filter((one) => one.run !== run)
      }
    },
    set: (to) => {
      timers = timers.map(({ at, run }) => ({ at: at + to - now, run }))
      now = to
    },
    pass: async (ms) => {
      const end = now + ms
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        timers = timers.filter((one) => one !== due)
        now = Math.max(now, due.at)
        due.run()
        await turn()
      }
      now = end
      await turn()
    },
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
