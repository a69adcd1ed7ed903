import type { Clock } from '../ports/clock.ts'
import type { Dice } from '../ports/dice.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref()
    return () => {
      clearTimeout(timer)
    }
  },
}

/** Waits, and keeps the process alive meanwhile, which a clock does not. */
export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const systemDice: Dice = { roll: () => Math.random() }
