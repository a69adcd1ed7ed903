/**
 * The better of two that are drawn by weight, so that a crowd does not meet the
 * same one: the least time to the first content, for the load and the weight
 * that it has.
 *
 * Source: Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing", IEEE TPDS 12 (2001).
 */
import { meanMs } from '../health/latency.ts'
import type { Contender, Draw, Pick } from './contender.ts'
import { weightedRandom } from './weighted-random.ts'

export const fastest: Pick = (from, draw) => {
  const one = weightedRandom(from, draw)
  if (one === null || from.length === 1) return one
  const other = weightedRandom(
    from.filter((contender) => contender !== one),
    { ...draw, roll: secondRoll(draw.roll) },
  )
  return other !== null && isBetter(other, one, draw) ? other : one
}

/** What the first pick left of a roll: its later digits. */
const secondRoll = (roll: number): number => (roll * 65_521) % 1

/** Only loads are compared while the times of one are not known: it is asked like the other, and then they are. */
function isBetter(one: Contender, other: Contender, draw: Draw): boolean {
  const [mine, its] = [meanMs(one.latency, draw, draw.now), meanMs(other.latency, draw, draw.now)]
  const known = mine !== null && its !== null && mine !== its
  return costOf(one, known ? mine : 1) < costOf(other, known ? its : 1)
}

const costOf = ({ effective, inFlight }: Contender, ms: number): number => ((inFlight + 1) * ms) / effective
