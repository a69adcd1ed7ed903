/** The value below which `share` (0 to 1) of the values lie; not a number when there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Half the distance from the lowest to the highest, as a share of the median. */
export const spread = (values: readonly number[]): number =>
  (Math.max(...values) - Math.min(...values)) / 2 / median(values)

/** The median of the ratios of values of the same round: what slowed a round slowed both. */
export const pairedRatio = (values: readonly number[], beside: readonly number[]): number =>
  median(values.flatMap((value, round) => (beside[round] === undefined ? [] : [value / beside[round]])))
