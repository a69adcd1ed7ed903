const LEAST = 0.1
const MOST = 2

/**
 * Share of its weight that an endpoint's health earns it beside the others of
 * its profile: (score ÷ mean)², from 0.1 to 2. Scores are 0 to 100; null, and
 * the factor 1, while too little is known.
 */
export function scoreFactor(score: number | null, mean: number | null): number {
  if (score === null || mean === null || mean <= 0) return 1
  return Math.min(MOST, Math.max(LEAST, (score / mean) ** 2))
}
