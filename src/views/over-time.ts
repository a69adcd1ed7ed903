/** What requests and checks of one endpoint came to over time, from their digests. */
import { sortedTimes, timeWithin, type Digest } from '../core/health/digest.ts'
import { addDigest, emptySum, type DigestSum } from './digest-sum.ts'

type BySource = Readonly<Record<Digest['source'], DigestSum>>

/** Stretches of the same length between two instants (epoch milliseconds), the oldest first, and all of it together. */
export interface OverTime {
  readonly from: number
  readonly to: number
  readonly sums: readonly BySource[]
  readonly whole: BySource
}

const empty = (): BySource => ({ traffic: emptySum(), probes: emptySum() })

export const overTime = (from: number, to: number, count: number): OverTime => ({
  ...{ from, to, whole: empty(), sums: Array.from({ length: count }, empty) },
})

/** Adds one in place; what began before is left out. */
export function addTo({ from, sums, to, whole }: OverTime, digest: Digest): void {
  if (digest.since < from) return
  const at = Math.min(sums.length - 1, Math.floor(((digest.since - from) / (to - from)) * sums.length))
  addDigest(whole[digest.source], digest)
  const stretch = sums[at]
  if (stretch !== undefined) addDigest(stretch[digest.source], digest)
}

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

/** The stretch at this place of `sums`. */
export function stretchAt({ from, sums, to }: OverTime, at: number): Stretch {
  const { probes, traffic } = sums[at] ?? empty()
  const times = sortedTimes(traffic.times)
  return {
    since: Math.round(from + (at * (to - from)) / sums.length),
    ...{ requests: traffic.all, served: traffic.goods },
    ...{ p50Ms: timeWithin({ times }, 0.5), p95Ms: timeWithin({ times }, 0.95) },
    ...{ checks: probes.all, passed: probes.goods },
  }
}

/** How it did within a stretch, in a word: by its requests, or by its checks where there were none. */
export function dotOf({
  checks,
  passed,
  requests,
  served,
}: Pick<Stretch, 'checks' | 'passed' | 'requests' | 'served'>): 'good' | 'mixed' | 'bad' | 'none' {
  const [all, goods] = requests > 0 ? [requests, served] : [checks, passed]
  if (all === 0) return 'none'
  if (goods === 0) return 'bad'
  return goods === all ? 'good' : 'mixed'
}
