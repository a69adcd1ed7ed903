import { same } from './same.ts'
import type { Decide, Three } from './three-way.ts'

type List = readonly string[]

/**
 * The order of what is left, from three orders. Whoever moved something says
 * how what both have stands; what only the other side has follows what it
 * followed there.
 */
export function threeWayOrder(
  path: readonly string[],
  sides: Three<List>,
  left: ReadonlySet<string>,
  decide: Decide,
): List {
  const leading = leader(path, sides, decide)
  const order = sides[leading].filter((item) => left.has(item))
  const other = sides[leading === 'ours' ? 'theirs' : 'ours'].filter((item) => left.has(item))
  for (const [at, item] of other.entries()) {
    if (order.includes(item)) continue
    const before = other[at - 1]
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, item)
  }
  return [...order, ...[...left].filter((item) => !order.includes(item))]
}

function leader(path: readonly string[], { base, ours, theirs }: Three<List>, decide: Decide) {
  const all = ours.filter((item) => theirs.includes(item) && base.includes(item))
  const movedIn = (side: List): boolean => !same(common(base, side), common(side, base))
  if (!movedIn(ours)) return 'theirs'
  if (!movedIn(theirs)) return 'ours'
  const [mine, others] = [common(ours, all), common(theirs, all)]
  if (same(mine, others)) return 'theirs'
  return decide({ path, base: common(base, all), ours: mine, theirs: others })
}

const common = (list: List, others: List): List => list.filter((item) => others.includes(item))
