/**
 * How the requests that an endpoint got ended lately: the share that it
 * served of the newest 50 to 100, and each of the newest 20. Two batches, of
 * which the older one goes when the newer one is full or old, so that an
 * outcome costs the same however many came before it.
 */
import { isNumber, isPast, isRecord, isWhole } from '../saved-value.ts'
import { isRecent } from '../span.ts'

export interface Tally {
  /** When the newest request ended. */
  readonly at: number
  /** One bit each for the newest, the last one lowest; set when it was served. */
  readonly bits: number
  /** The newer batch: when it began, what was served of it, and all of it. */
  readonly since: number
  readonly goods: number
  readonly all: number
  readonly olderGoods: number
  readonly olderAll: number
}

export const NO_TALLY: Tally = { at: 0, bits: 0, since: 0, goods: 0, all: 0, olderGoods: 0, olderAll: 0 }

/** Outcomes that are known one by one. */
export const NEWEST = 20
const BITS = 2 ** NEWEST - 1
const MOST_IN_BATCH = 50
const BATCH_MS = 3_600_000

/** `staleMs`: what was known before so long a silence says nothing any more. */
export function tallied(before: Tally, isGood: boolean, staleMs: number, now: number): Tally {
  const kept = before.all > 0 && isRecent(before.at, staleMs, now) ? before : NO_TALLY
  const at = Math.max(now, kept.at)
  const good = isGood ? 1 : 0
  const bits = ((kept.bits << 1) | good) & BITS
  if (kept.all > 0 && kept.all < MOST_IN_BATCH && isRecent(kept.since, BATCH_MS, now)) {
    const { all, goods, olderAll, olderGoods, since } = kept
    return { at, bits, since, goods: goods + good, all: all + 1, olderGoods, olderAll }
  }
  return { at, bits, since: at, goods: good, all: 1, olderGoods: kept.goods, olderAll: kept.all }
}

/** How many outcomes there are, and how many of them were good. */
export const countOf = ({ all, olderAll }: Tally): number => all + olderAll
export const goodsOf = ({ goods, olderGoods }: Tally): number => goods + olderGoods

interface Newest {
  readonly goods: number
  readonly all: number
  readonly failuresInARow: number
}

/** The newest outcomes, and how many of them failed one after the other up to now. */
export function newestIn(tally: Tally): Newest {
  const all = Math.min(NEWEST, countOf(tally))
  let goods = 0
  let failuresInARow = 0
  for (let index = 0; index < all; index++) {
    const isGood = ((tally.bits >> index) & 1) === 1
    if (isGood) goods += 1
    else if (goods === 0) failuresInARow += 1
  }
  return { goods, all, failuresInARow }
}

/** What was saved, as far as it makes sense; it is taken over whole or not at all. */
export function tallyOf(json: unknown, now: number): Tally {
  if (!isRecord(json)) return NO_TALLY
  const { all, at, bits, goods, olderAll, olderGoods, since } = json
  const isTimed = isPast(at, now) && isNumber(since) && since <= at
  const isNewer = isWhole(all, 1, MOST_IN_BATCH) && isWhole(goods, 0, all)
  const isOlder = isWhole(olderAll, 0, MOST_IN_BATCH) && isWhole(olderGoods, 0, olderAll)
  if (!isTimed || !isNewer || !isOlder || !isWhole(bits, 0, BITS)) return NO_TALLY
  return { at, bits, since, goods, all, olderGoods, olderAll }
}
