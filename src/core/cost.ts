import { priceOf, type Price, type Rates } from './prices.ts'
import type { Receipt, Usage } from './usage.ts'

/** Why a cost is not known. */
export type Unpriced =
  /** The answer told no usage, or too little of it. */
  | 'no-usage'
  /** The model has no list price here, or was not named. */
  | 'model'
  /** Its tier, speed or place has none. */
  | 'terms'
  /** Part of what is billed is not in the counts. */
  | 'partial'
  /** A refusal is billed only from its first output on, which the counts do not tell. */
  | 'refusal'

/** What an answer costs by Anthropic's price list, whoever gave it: what its endpoint really takes is not known. */
export type Cost =
  | {
      readonly kind: 'known'
      readonly microDollars: number
      /** The answer was not seen to its end: it cost this much or more. */
      readonly isLeast: boolean
      /** The day on which the price was last seen on the list. */
      readonly seenOn: string
    }
  | { readonly kind: 'unknown'; readonly why: Unpriced }

/** Multiples of the input rate, alike for every model: section "Prompt caching" of the price list. */
const WRITE_5M = 1.25
const WRITE_1H = 2
/** Ten dollars for a thousand: section "Web search tool". */
const MICRO_DOLLARS_A_SEARCH = 10_000
/** Section "Data residency pricing". `not_available` is what models say that know no places. */
const BY_PLACE: ReadonlyMap<string, number> = new Map([
  ['global', 1],
  ['not_available', 1],
  ['us', 1.1],
])

const unknown = (why: Unpriced): Cost => ({ kind: 'unknown', why })

/** The list price of an answer that was given at `at`. */
export function costOf({ model, stopReason, usage }: Receipt, prices: readonly Price[], at: number): Cost {
  if (usage === null) return unknown('no-usage')
  const price = model === null ? null : priceOf(model, at, prices)
  if (price === null) return unknown('model')
  if (usage.isPartial) return unknown('partial')
  if (stopReason === 'refusal') return unknown('refusal')
  const factor = factorOf(usage, price)
  if (factor === null) return unknown('terms')
  const tokens = ofTokens(usage, ratesFor(usage, price)) * factor
  const microDollars = Math.round(tokens + usage.webSearches * MICRO_DOLLARS_A_SEARCH)
  return { kind: 'known', microDollars, isLeast: stopReason === null, seenOn: price.seenOn }
}

/** What the terms of an answer multiply its token rates by, or null where there is no price for them. */
function factorOf({ place, speed, tier }: Usage, { fast }: Price): number | null {
  if (tier !== null && tier !== 'standard') return null
  const bySpeed = speed === 'fast' ? fast : speed === null || speed === 'standard' ? 1 : undefined
  const byPlace = place === null ? 1 : BY_PLACE.get(place)
  return bySpeed === undefined || byPlace === undefined ? null : bySpeed * byPlace
}

/** The longer rates are for the whole request. */
function ratesFor({ cacheRead, cacheWrite1h, cacheWrite5m, input }: Usage, price: Price): Rates {
  const prompt = input + cacheRead + cacheWrite5m + cacheWrite1h
  return price.long !== undefined && prompt > price.long.above ? price.long : price
}

/** In micro-dollars. */
function ofTokens(usage: Usage, rates: Rates): number {
  const { cacheWrite1h, cacheWrite5m } = usage
  const atInputRate = usage.input + cacheWrite5m * WRITE_5M + cacheWrite1h * WRITE_1H
  return atInputRate * rates.input + usage.cacheRead * rates.cacheRead + usage.output * rates.output
}
