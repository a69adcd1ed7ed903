/**
 * The better of two that are drawn by weight, so that a crowd does not meet the
 * same one: the least time to the first content, for the load and the weight
 * that it has.
 *
 * One that is on trial or just back takes part in a share of the draws, as far
 * as it is ramped, and then for its load alone: what it took before it was out
 * might keep it out for ever.
 *
 * Source: Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing", IEEE TPDS 12 (2001).
 */
import { meanMs } from '../health/latency.ts'
import type { Contender, Draw, Pick } from './contender.ts'
import { unitHash } from './hash.ts'
import { byRoll } from './roll.ts'

export const fastest: Pick = <T extends Contender>(from: readonly T[], draw: Draw) => {
  const ready = from.filter(
    ({ factors, id }) => factors.ramp === 1 || unitHash(`${id} ${draw.roll}`) < factors.ramp,
  )
  const all = ready.length === 0 ? from : ready
  const one = byRoll(all, shareOf, draw.roll)
  const others = all.filter((contender) => contender !== one)
  const other = byRoll(others, shareOf, secondRoll(draw.roll))
  return one !== null && other !== null && isBetter(other, one, draw) ? other : one
}

const shareOf = ({ effective, factors }: Contender): number => effective / factors.ramp

/** What the first pick left of a roll: its later digits. */
const secondRoll = (roll: number): number => (roll * 65_521) % 1

/** Only loads are compared while the times of one are not known: it is asked like the other, and then they are. */
function isBetter(one: Contender, other: Contender, draw: Draw): boolean {
  const [mine, its] = [timeOf(one, draw), timeOf(other, draw)]
  const known = mine !== null && its !== null && mine !== its
  return costOf(one, known ? mine : 1) < costOf(other, known ? its : 1)
}

const timeOf = ({ factors, latency }: Contender, draw: Draw): number | null =>
  factors.ramp < 1 ? null : meanMs(latency, draw, draw.now)

const costOf = (one: Contender, ms: number): number => ((one.inFlight + 1) * ms) / shareOf(one)
