import { costOf, type Cost } from '../cost.ts'
import type { Price } from '../prices.ts'
import type { Try } from './item.ts'

/**
 * What the tries of an item cost together, by the list prices of their times;
 * null when nobody answered. One that is unknown makes the whole unknown, and
 * one that is at least so much, at least so much.
 */
export function costSoFar(tries: readonly Try[], prices: readonly Price[]): Cost | null {
  return tries.map((one) => costOfTry(one, prices)).reduce(together, null)
}

/** What one try cost; null when no answer came. Refusals tell no use and are billed by nobody. */
export function costOfTry({ at, end, receipts }: Try, prices: readonly Price[]): Cost | null {
  const told = receipts.filter(({ usage }) => usage !== null)
  const isAnswered = end === 'served' || end === 'broken'
  if (told.length === 0) return isAnswered ? { kind: 'unknown', why: 'no-usage' } : null
  return told.map((receipt) => costOf(receipt, prices, at)).reduce<Cost | null>(together, null)
}

/** Of two, null being none. */
export function together(one: Cost | null, other: Cost | null): Cost | null {
  if (one === null || other === null) return one ?? other
  if (one.kind === 'unknown') return one
  if (other.kind === 'unknown') return other
  return {
    kind: 'known',
    microDollars: one.microDollars + other.microDollars,
    isLeast: one.isLeast || other.isLeast,
    seenOn: one.seenOn < other.seenOn ? one.seenOn : other.seenOn,
  }
}
