/** How it goes now and went today, from the trails of requests. */
import type { Trail } from '../ports/trail.ts'
import type { Overview } from './shapes/overview.ts'
import {
  costsOf,
  NO_COST,
  NO_TOKENS,
  sumOfCosts,
  sumOfTokens,
  tokensOf,
  withCost,
  type CostSum,
  type Tokens,
} from './used.ts'

/** What counts of a request that is over. */
export interface Fact {
  readonly endedAt: number
  /** Of a client's message as that saw it; null for what no client waited for, or was no message. */
  readonly message: {
    readonly isServed: boolean
    readonly isCancelled: boolean
    readonly contentAfterMs: number | null
    /** Who answered. */
    readonly endpoint: string | null
  } | null
  readonly tokens: Tokens
  readonly cost: CostSum
}

export function factOf(trail: Trail): Fact {
  const { arrivedAt, contentAfterMs, ending, endpoint, kind, steps, tookMs } = trail
  const isOfQueue = steps.some((step) => step.kind === 'queue' && step.what === 'sent-again')
  const message = {
    ...{ isServed: ending === 'served', isCancelled: ending === 'cancelled', contentAfterMs, endpoint },
  }
  return {
    endedAt: arrivedAt + tookMs,
    message: kind !== 'message' || isOfQueue || ending === 'local' ? null : message,
    tokens: tokensOf(trail) ?? NO_TOKENS,
    cost: costsOf(trail).reduce(withCost, NO_COST),
  }
}

const MINUTE_MS = 60_000
export const MINUTES = 60
const SHARE_MS = 5 * MINUTE_MS

/** `midnight`: when today began. Facts in any order, those of earlier days among them. */
export function overviewOf(facts: readonly Fact[], now: number, midnight: number): Overview {
  const first = (Math.floor(now / MINUTE_MS) - MINUTES + 1) * MINUTE_MS
  const byMinute = Map.groupBy(facts, ({ endedAt }) => Math.floor((endedAt - first) / MINUTE_MS))
  const minutes = Array.from({ length: MINUTES }, (_, at) => ({
    since: first + at * MINUTE_MS,
    ...counts(byMinute.get(at) ?? []),
    ...times(byMinute.get(at) ?? []),
  }))
  const hour = facts.filter(({ endedAt }) => endedAt >= first)
  const { cancelled, requests, served } = counts(hour)
  const decided = requests - cancelled
  return {
    ...{ at: now, minutes, successPercent: decided === 0 ? null : (100 * served) / decided, ...times(hour) },
    today: todayOf(
      facts.filter(({ endedAt }) => endedAt >= midnight),
      midnight,
    ),
    shares: sharesOf(hour.filter(({ endedAt }) => endedAt > now - SHARE_MS)),
  }
}

function counts(facts: readonly Fact[]): Pick<Overview['today'], 'requests' | 'served' | 'cancelled'> {
  const messages = facts.flatMap(({ message }) => message ?? [])
  return {
    requests: messages.length,
    served: messages.filter(({ isServed }) => isServed).length,
    cancelled: messages.filter(({ isCancelled }) => isCancelled).length,
  }
}

function times(facts: readonly Fact[]): Pick<Overview, 'p50Ms' | 'p95Ms'> {
  const sorted = facts
    .flatMap(({ message }) => message?.contentAfterMs ?? [])
    .toSorted((one, other) => one - other)
  const within = (share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null
  return { p50Ms: within(0.5), p95Ms: within(0.95) }
}

const todayOf = (facts: readonly Fact[], since: number): Overview['today'] => ({
  since,
  ...counts(facts),
  tokens: facts.map(({ tokens }) => tokens).reduce(sumOfTokens, NO_TOKENS),
  cost: facts.map(({ cost }) => cost).reduce(sumOfCosts, NO_COST),
})

function sharesOf(facts: readonly Fact[]): Overview['shares'] {
  const served = facts.flatMap(({ message }) =>
    message?.isServed === true && message.endpoint !== null ? [message.endpoint] : [],
  )
  return [...Map.groupBy(served, (endpoint) => endpoint)]
    .map(([endpoint, { length: requests }]) => ({
      ...{ endpoint, requests, percent: Math.round((1_000 * requests) / served.length) / 10 },
    }))
    .toSorted((one, other) => other.requests - one.requests)
}
