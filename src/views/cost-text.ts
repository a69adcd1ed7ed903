import type { Cost } from '../core/cost.ts'
import type { Say } from '../i18n/say.ts'
import { dollars } from './amount-text.ts'
import type { SumOfCosts } from './shapes/sum-of-costs.ts'

/** A cost in words, which say that it is the list price, or why it is not known. Dollars to a hundredth of a cent. */
export function costText(cost: Cost, say: Say): string {
  if (cost.kind === 'unknown') return say(`cost.${cost.why}`)
  const dollars = (cost.microDollars / 1_000_000).toFixed(4)
  return say(cost.isLeast ? 'cost.least' : 'cost.known', { dollars, day: cost.seenOn })
}

/** What several answers cost together, and how many of them have no price. */
export function sumText({ isLeast, microDollars, unknown }: SumOfCosts, say: Say): string {
  const more = unknown > 0 ? say('figure.unpriced', { count: unknown }) : say('figure.list-price')
  const isKnown = microDollars > 0 || unknown === 0
  const least = isLeast || unknown > 0 ? '≥ ' : ''
  return `${isKnown ? `${least}${dollars(microDollars)}` : '-'} · ${more}`
}
