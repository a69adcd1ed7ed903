import type { Spread } from './scenario.ts'

/** The 99th percentile of the normal distribution. */
const Z99 = 2.3263

/** A draw of a log-normal distribution with this median and this 99th percentile; `roll` in [0, 1). */
export function drawn({ rareMs, usualMs }: Spread, roll: number): number {
  return usualMs * Math.exp((Math.log(rareMs / usualMs) / Z99) * normal(roll))
}

/**
 * The normal distribution's inverse within 5e-4, which is more than a
 * simulation asks for.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23.
 */
function normal(roll: number): number {
  const p = Math.min(Math.max(roll, 1e-6), 1 - 1e-6)
  const t = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)))
  const z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  return p < 0.5 ? -z : z
}
