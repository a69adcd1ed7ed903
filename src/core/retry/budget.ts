/**
 * What an endpoint takes of the failures of others. When everybody fails over
 * onto the last one, it would fall over too: beyond its budget it serves only
 * what came to it first.
 */
export interface Budget {
  readonly tokens: number
  /** Failovers that are out on it. */
  readonly out: number
}

const MOST_TOKENS = 10
const TOKENS_OF_SUCCESS = 0.2
/** So many at once are always allowed, or an empty budget could never fill again. */
const ALWAYS = 3

/** 0 for a first attempt, which needs no budget; 1 after a failure; 2 after a time-out, which held the client up. */
export type Cost = 0 | 1 | 2

export const FULL_BUDGET: Budget = { tokens: MOST_TOKENS, out: 0 }

export const affords = ({ out, tokens }: Budget, cost: Cost): boolean =>
  cost === 0 || out < ALWAYS || tokens >= cost

export const onSpent = (budget: Budget, cost: Cost): Budget =>
  cost === 0 ? budget : { tokens: Math.max(0, budget.tokens - cost), out: budget.out + 1 }

/** After any attempt of that cost is over. */
export function onSettled(budget: Budget, cost: Cost, isSuccess: boolean): Budget {
  const out = Math.max(0, budget.out - (cost === 0 ? 0 : 1))
  const tokens = Math.min(MOST_TOKENS, budget.tokens + (isSuccess ? TOKENS_OF_SUCCESS : 0))
  return out === budget.out && tokens === budget.tokens ? budget : { tokens, out }
}
