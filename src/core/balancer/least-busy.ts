import type { Contender, Pick } from './contender.ts'
import { weighted } from './weighted.ts'

/** The fewest in flight for its weight; of several, by weight: an idle profile is shared like any other. */
export const leastBusy: Pick = <T extends Contender>(from: readonly T[], draw: Parameters<Pick>[1]) => {
  let idlest: T[] = []
  let least = Infinity
  for (const one of from) {
    const load = one.inFlight / one.effective
    if (load < least) [idlest, least] = [[one], load]
    else if (load === least) idlest.push(one)
  }
  return weighted(idlest, draw)
}
