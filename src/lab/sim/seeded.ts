/**
 * Numbers in [0, 1) that a seed repeats.
 * Source: mulberry32, https://github.com/bryc/code/blob/master/jshash/PRNGs.md
 */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One seed of many numbers. */
export const hash = (...numbers: readonly number[]): number => {
  let sum = 0
  for (const one of numbers) sum = Math.imul(sum ^ one, 0x9e3779b1) + 0x7f4a7c15
  return sum
}
