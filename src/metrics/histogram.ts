/** How long something took, over all of it, by bounds: cumulative only when it is told. */
export interface Histogram {
  /** How many fell below each bound and not below the one before; the last is what fell above all of them. */
  readonly counts: number[]
  sumMs: number
}

/**
 * In seconds. First words of a model come within some tenths of a second to a minute, whole answers take up to several
 * minutes: fine where people notice, coarse where they gave up waiting.
 */
export const BOUNDS_S: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300]

export const newHistogram = (): Histogram => ({
  counts: Array.from({ length: BOUNDS_S.length + 1 }, () => 0),
  sumMs: 0,
})

export function observe(histogram: Histogram, ms: number): void {
  let at = 0
  while (at < BOUNDS_S.length && ms > (BOUNDS_S[at] ?? 0) * 1_000) at += 1
  histogram.counts[at] = (histogram.counts[at] ?? 0) + 1
  histogram.sumMs += ms
}
