import { costOf, type Cost } from '../core/cost.ts'
import { LIST_PRICES } from '../core/prices.ts'

interface Checked {
  /** Epoch milliseconds. */
  readonly at: number
  readonly tokens: { readonly in: number; readonly out: number }
}

/** What a check cost by list prices, `model` being the one that answered. */
export function costOfCheck({ at, tokens }: Checked, model: string | null): Cost {
  const usage = {
    ...{ input: tokens.in, output: tokens.out, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
    ...{ webSearches: 0, tier: null, speed: null, place: null, isPartial: false },
  }
  return costOf({ model, stopReason: 'end_turn', usage }, LIST_PRICES, at)
}
