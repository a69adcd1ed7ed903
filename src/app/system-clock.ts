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

export const systemDice: Dice = { roll: () => Math.random() }
