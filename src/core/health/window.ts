/**
 * Successes and failures of the last 60 seconds, exactly: no bucket decides
 * over its neighbours. Memory is bounded by forgetting all but the newest
 * thousand, which a busy endpoint has within seconds and which say the same.
 *
 * Kept in chunks, so that recording copies at most two short lists. Reads take
 * `now`: what is idle ages as well.
 */
import { SLACK_MS } from '../span.ts'

const SPAN_MS = 60_000
const CHUNK = 32
/** The newest outcomes that are kept: between 992 and 1,024. */
const CHUNKS = 32

interface Chunk {
  /** Instants, rising; those of failures are negative. */
  readonly stamps: readonly number[]
  readonly goods: number
}
export type Window = readonly Chunk[]

export const EMPTY_WINDOW: Window = []

export function record(window: Window, isGood: boolean, now: number): Window {
  const newest = newestAt(window)
  const isOtherClock = now < newest - SLACK_MS
  const at = Math.max(now, isOtherClock ? now : newest)
  const live = isOtherClock ? EMPTY_WINDOW : liveChunks(window, at - SPAN_MS)
  const stamp = isGood ? at : -at
  const last = live.at(-1)
  if (last === undefined || last.stamps.length >= CHUNK) {
    return [...live.slice(1 - CHUNKS), { stamps: [stamp], goods: isGood ? 1 : 0 }]
  }
  const grown = { stamps: [...last.stamps, stamp], goods: last.goods + (isGood ? 1 : 0) }
  return live.with(-1, grown)
}

/** They rise: as long as the first one counts, all do. */
const liveChunks = (window: Window, after: number): Window =>
  window[0] === undefined || newestIn(window[0]) > after
    ? window
    : window.filter((chunk) => newestIn(chunk) > after)

/** How many succeeded, and how many there were. */
export function countsAt(window: Window, now: number): { readonly goods: number; readonly all: number } {
  let goods = 0
  let all = 0
  const newest = newestAt(window)
  if (now < newest - SLACK_MS) return { goods, all }
  const before = Math.max(now, newest) - SPAN_MS
  const isLive = (stamp: number) => Math.abs(stamp) > before
  for (const chunk of window) {
    if (newestIn(chunk) <= before) continue
    const isWhole = isLive(chunk.stamps[0] ?? 0)
    const stamps = isWhole ? chunk.stamps : chunk.stamps.filter(isLive)
    all += stamps.length
    goods += isWhole ? chunk.goods : stamps.filter((stamp) => stamp > 0).length
  }
  return { goods, all }
}

const newestIn = (chunk: Chunk): number => Math.abs(chunk.stamps.at(-1) ?? 0)

/** Below everything when there is none. */
function newestAt(window: Window): number {
  const last = window.at(-1)
  return last === undefined ? -Infinity : newestIn(last)
}
