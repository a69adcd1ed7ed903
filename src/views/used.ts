/** What requests used and cost, over all their attempts. */
import type { Cost } from '../core/cost.ts'
import { together } from '../core/queue/cost-so-far.ts'
import type { AttemptStep, Trail } from '../ports/trail.ts'
import { costOfAttempt, isBilled } from './receipt-text.ts'

/** Tokens by what they are billed for; each is in one of the counts only. */
export interface Tokens {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

export const NO_TOKENS: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

export const attemptsOf = ({ steps }: Trail): readonly AttemptStep[] =>
  steps.filter((step) => step.kind === 'attempt')

/** Of all attempts; null where none told any. */
export function tokensOf(trail: Trail): Tokens | null {
  const told = attemptsOf(trail).flatMap(({ receipt: { usage } }) => usage ?? [])
  if (told.length === 0) return null
  return told
    .map((usage) => ({ ...usage, cacheWrite: usage.cacheWrite5m + usage.cacheWrite1h }))
    .reduce(sumOfTokens, NO_TOKENS)
}

export const sumOfTokens = (one: Tokens, other: Tokens): Tokens => ({
  input: one.input + other.input,
  output: one.output + other.output,
  cacheRead: one.cacheRead + other.cacheRead,
  cacheWrite: one.cacheWrite + other.cacheWrite,
})

/** Of each attempt that somebody would bill. */
export const costsOf = (trail: Trail): readonly Cost[] =>
  attemptsOf(trail)
    .filter((step) => isBilled(step, trail))
    .map((step) => costOfAttempt(step, trail))

/** Of all of them together; null where nobody would bill anything. */
export const costOfRequest = (trail: Trail): Cost | null => costsOf(trail).reduce<Cost | null>(together, null)

/** What several answers cost; those whose cost is not known are counted apart. */
export interface CostSum {
  /** A millionth of a dollar each. */
  readonly microDollars: number
  readonly isLeast: boolean
  readonly unknown: number
}

export const NO_COST: CostSum = { microDollars: 0, isLeast: false, unknown: 0 }

export const withCost = (sum: CostSum, cost: Cost): CostSum =>
  cost.kind === 'unknown'
    ? { ...sum, unknown: sum.unknown + 1 }
    : {
        microDollars: sum.microDollars + cost.microDollars,
        isLeast: sum.isLeast || cost.isLeast,
        unknown: sum.unknown,
      }

export const sumOfCosts = (one: CostSum, other: CostSum): CostSum => ({
  microDollars: one.microDollars + other.microDollars,
  isLeast: one.isLeast || other.isLeast,
  unknown: one.unknown + other.unknown,
})
