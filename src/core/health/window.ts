/**
 * Successes and failures of the last 60 seconds, exactly: no bucket decides
 * over its neighbours. Memory is bounded by forgetting all but the newest
 * thousand, which a busy endpoint has within seconds and which say the same.
 *
 * Kept in chunks, so that recording copies one short list, and once in a
 * while a longer one. Reads take `now`: what is idle ages as well.
 */
import { SLACK_MS } from '../span.ts'

const SPAN_MS = 60_000
const CHUNK = 16
/** The newest outcomes that are kept: between 1,009 and 1,024. */
const CHUNKS = 64

interface Chunk {
  /** Instants, rising; those of failures are negative. */
  readonly stamps: readonly number[]
  readonly goods: number
}

/** The newest chunk, and those before it, which are full. */
export interface Window extends Chunk {
  readonly older: readonly Chunk[]
}

export const EMPTY_WINDOW: Window = { older: [], stamps: [], goods: 0 }

export function record(window: Window, isGood: boolean, now: number): Window {
  const newest = newestIn(window)
  const isOtherClock = now < newest - SLACK_MS
  const at = Math.max(now, isOtherClock ? now : newest)
  const { goods, older, stamps } = isOtherClock ? EMPTY_WINDOW : liveIn(window, at - SPAN_MS)
  const stamp = isGood ? at : -at
  const good = isGood ? 1 : 0
  if (stamps.length < CHUNK) {
    // Not spread out: such a list takes room for half as many more.
    return { older, stamps: stamps.toSpliced(stamps.length, 0, stamp), goods: goods + good }
  }
  return { older: [...older.slice(2 - CHUNKS), { stamps, goods }], stamps: [stamp], goods: good }
}

/** They rise: as long as the first one counts, all do. */
function liveIn(window: Window, after: number): Window {
  const isLive = (chunk: Chunk): boolean => newestIn(chunk) > after
  if (!isLive(window)) return EMPTY_WINDOW
  const [oldest] = window.older
  return oldest === undefined || isLive(oldest) ? window : { ...window, older: window.older.filter(isLive) }
}

/** How many succeeded, and how many there were. */
export function countsAt(window: Window, now: number): { readonly goods: number; readonly all: number } {
  let goods = 0
  let all = 0
  const newest = newestIn(window)
  if (now < newest - SLACK_MS) return { goods, all }
  const before = Math.max(now, newest) - SPAN_MS
  const isLive = (stamp: number) => Math.abs(stamp) > before
  for (const chunk of [...window.older, window]) {
    if (newestIn(chunk) <= before) continue
    const isWhole = isLive(chunk.stamps[0] ?? 0)
    const stamps = isWhole ? chunk.stamps : chunk.stamps.filter(isLive)
    all += stamps.length
    goods += isWhole ? chunk.goods : stamps.filter((stamp) => stamp > 0).length
  }
  return { goods, all }
}

/** 0 when there is none: before everything. */
const newestIn = ({ stamps }: Chunk): number => Math.abs(stamps.at(-1) ?? 0)
