/** What requests and checks of one endpoint came to over time, from their digests. */
import { mergedAll, timeWithin, type Digest } from '../core/health/digest.ts'

/** A stretch of time. */
export interface Stretch {
  /** When it began (epoch milliseconds). */
  readonly since: number
  /** Messages that it was asked, and those that it served. */
  readonly requests: number
  readonly served: number
  /** To the first content; null where there was none. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  /** Checks, and those that went well. */
  readonly checks: number
  readonly passed: number
}

/** `count` stretches of the same length between two instants, the oldest first. Digests of one endpoint. */
export function overTime(
  digests: readonly Digest[],
  from: number,
  to: number,
  count: number,
): readonly Stretch[] {
  const lengthMs = (to - from) / count
  const at = ({ since }: Digest): number => Math.min(count - 1, Math.floor((since - from) / lengthMs))
  const byStretch = Map.groupBy(digests, at)
  return Array.from({ length: count }, (_, index) =>
    stretchOf(byStretch.get(index) ?? [], Math.round(from + index * lengthMs)),
  )
}

function stretchOf(digests: readonly Digest[], since: number): Stretch {
  const merged = mergedAll(digests)
  const traffic = merged.find(({ source }) => source === 'traffic')
  const probes = merged.find(({ source }) => source === 'probes')
  return {
    since,
    ...{ requests: traffic?.all ?? 0, served: traffic?.goods ?? 0 },
    p50Ms: traffic === undefined ? null : timeWithin(traffic, 0.5),
    p95Ms: traffic === undefined ? null : timeWithin(traffic, 0.95),
    ...{ checks: probes?.all ?? 0, passed: probes?.goods ?? 0 },
  }
}

/** How it did within a stretch, in a word: by its requests, or by its checks where there were none. */
export function dotOf({ checks, passed, requests, served }: Stretch): 'good' | 'mixed' | 'bad' | 'none' {
  const [all, goods] = requests > 0 ? [requests, served] : [checks, passed]
  if (all === 0) return 'none'
  if (goods === 0) return 'bad'
  return goods === all ? 'good' : 'mixed'
}
