import type { Pick } from './contender.ts'
import { byRoll } from './roll.ts'

/** The same chance for each, whatever its weight; one that is just back, or near a limit, has less. */
export const random: Pick = (from, { roll }) =>
  byRoll(from, ({ factors: { quota, ramp, score } }) => score * ramp * quota, roll)
