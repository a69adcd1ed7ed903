import type { Contender, Pick } from './contender.ts'
import { hashStart, unitHash } from './hash.ts'
import { weightedRandom } from './weighted-random.ts'

/**
 * Shares sessions by weight: a weighted rendezvous, so that the same session
 * meets the same endpoint at every instance, and an endpoint that leaves moves
 * only its own sessions. What has no session is left to chance.
 *
 * Source: Schindelhauer and Schomaker, "Weighted Distributed Hash Tables", SPAA 2005
 * (the logarithmic method).
 */
export const weighted: Pick = (from, draw) =>
  draw.key === null ? weightedRandom(from, draw) : byRendezvous(from, draw.key)

function byRendezvous<T extends Contender>(from: readonly T[], key: string): T | null {
  const prefix = hashStart(`${key}\n`)
  let best: T | null = null
  let bestScore = -Infinity
  for (const one of from) {
    const score = one.effective / -Math.log(unitHash(one.id, prefix))
    if (score > bestScore) [best, bestScore] = [one, score]
  }
  return best
}
