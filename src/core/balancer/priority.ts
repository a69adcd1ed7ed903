import type { Contender, Draw, Pick } from './contender.ts'
import { weighted } from './weighted.ts'

/**
 * The lowest priority, then the order of the configuration. One that is just
 * back, or near a limit, lets part of the sessions go on to the next. Those
 * that come from an endpoint that is out may be many at once: they are spread
 * by weight over all of the priority that would have been picked.
 */
export const priority: Pick = (from, draw) => {
  const picked = inOrder(from, draw)
  if (picked === null || !draw.isDisplaced) return picked
  return weighted(
    from.filter((one) => one.priority === picked.priority),
    draw,
  )
}

function inOrder<T extends Contender>(from: readonly T[], { roll }: Draw): T | null {
  const ordered = from.toSorted((one, other) => one.priority - other.priority)
  let left = roll
  for (const one of ordered) {
    const taken = one.factors.ramp * one.factors.quota
    if (left < taken) return one
    left = (left - taken) / (1 - taken)
  }
  return ordered[0] ?? null
}
