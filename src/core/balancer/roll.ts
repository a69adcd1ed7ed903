/** The one in whose share `roll` (in [0, 1)) falls; null when there is none. */
export function byRoll<T>(from: readonly T[], shareOf: (one: T) => number, roll: number): T | null {
  let total = 0
  for (const one of from) total += shareOf(one)
  let left = roll * total
  return from.find((one) => (left -= shareOf(one)) < 0) ?? from.at(-1) ?? null
}
