import type { Cost } from '../core/cost.ts'
import type { Say } from '../i18n/say.ts'

/** A cost in words, which say that it is the list price, or why it is not known. Dollars to a hundredth of a cent. */
export function costText(cost: Cost, say: Say): string {
  if (cost.kind === 'unknown') return say(`cost.${cost.why}`)
  const dollars = (cost.microDollars / 1_000_000).toFixed(4)
  return say(cost.isLeast ? 'cost.least' : 'cost.known', { dollars, day: cost.seenOn })
}
