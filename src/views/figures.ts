/** What digests come to, as people read it. */
import { meanTime, mergedAll, sortedTimes, timeWithin, type Digest } from '../core/health/digest.ts'
import type { DigestSum } from './digest-sum.ts'
import type { FiguresShape } from './shapes/figures.ts'

/** Of one endpoint and one source; times in ms. */
export function figures({ all, goods, times: unsorted, tokens, tokensMs }: Digest | DigestSum): FiguresShape {
  // Sorted once, what sorts it again has little to do.
  const times = sortedTimes(unsorted)
  return {
    observations: all,
    successPercent: all === 0 ? null : (100 * goods) / all,
    meanMs: meanTime({ times }),
    p50Ms: timeWithin({ times }, 0.5),
    p95Ms: timeWithin({ times }, 0.95),
    p99Ms: timeWithin({ times }, 0.99),
    tokensPerSecond: tokensMs === 0 ? null : (1_000 * tokens) / tokensMs,
  }
}

/** By endpoint. */
export function figuresOf(
  digests: readonly Digest[],
  source: Digest['source'],
): ReadonlyMap<string, FiguresShape> {
  const own = mergedAll(digests).filter((digest) => digest.source === source)
  return new Map(own.map((digest) => [digest.endpoint, figures(digest)]))
}

export const percentText = (percent: number | null): string =>
  percent === null ? '-' : `${String(Math.round(percent * 10) / 10)}%`

export const secondsText = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1_000).toFixed(2)}s`)

const BARS = '▁▂▃▄▅▆▇█'

/** Success over time: a bar for each stretch, the lowest for none; a space where nobody asked. */
export function sparkline(digests: readonly Digest[], from: number, to: number, bars: number): string {
  const goods = Array.from({ length: bars }, () => 0)
  const alls = Array.from({ length: bars }, () => 0)
  for (const { all, goods: good, since } of digests) {
    const at = Math.min(bars - 1, Math.max(0, Math.floor(((since - from) / (to - from)) * bars)))
    goods[at] = (goods[at] ?? 0) + good
    alls[at] = (alls[at] ?? 0) + all
  }
  return alls
    .map((all, at) => {
      if (all === 0) return ' '
      return BARS[Math.round(((goods[at] ?? 0) / all) * (BARS.length - 1))] ?? ' '
    })
    .join('')
}
