import { hashStart, unitHash } from './hash.ts'

interface Weighted {
  readonly id: string
  readonly weight: number
}

/**
 * Shares sessions by weight. With a session key the choice is a weighted
 * rendezvous: the same session meets the same endpoint at every instance, and
 * an endpoint that leaves moves only its own sessions. Without one, `roll`
 * (in [0, 1)) chooses. Weight 0 is chosen only when nobody else is there.
 *
 * Source: Schindelhauer and Schomaker, "Weighted Distributed Hash Tables", SPAA 2005
 * (the logarithmic method).
 */
export function pickWeighted<T extends Weighted>(
  from: readonly T[],
  key: string | null,
  roll: number,
): T | null {
  const willing = from.filter((one) => one.weight > 0)
  if (willing.length === 0) return from[0] ?? null
  return key === null ? byRoll(willing, roll) : byRendezvous(willing, key)
}

function byRoll<T extends Weighted>(from: readonly T[], roll: number): T | null {
  let left = roll * from.reduce((sum, one) => sum + one.weight, 0)
  return from.find((one) => (left -= one.weight) < 0) ?? from.at(-1) ?? null
}

function byRendezvous<T extends Weighted>(from: readonly T[], key: string): T | null {
  const prefix = hashStart(`${key}\n`)
  let best: T | null = null
  let bestScore = -Infinity
  for (const one of from) {
    const score = one.weight / -Math.log(unitHash(one.id, prefix))
    if (score > bestScore) [best, bestScore] = [one, score]
  }
  return best
}
