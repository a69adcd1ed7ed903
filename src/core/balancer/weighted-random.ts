import type { Pick } from './contender.ts'
import { byRoll } from './roll.ts'

/** Chance, by weight. */
export const weightedRandom: Pick = (from, { roll }) => byRoll(from, ({ effective }) => effective, roll)
