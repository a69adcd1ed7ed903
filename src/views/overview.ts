/** How it goes now and went today, from what ended in each minute. */
import { timeWithin } from '../core/health/digest.ts'
import { countTrail, emptyMinute, MINUTE_MS, type Minute, type MinutesKnown } from './minute.ts'
import type { Overview } from './shapes/overview.ts'
import type { TrailPages } from './trail-pages.ts'
import { NO_COST, NO_TOKENS, sumOfCosts, sumOfTokens } from './used.ts'

const MINUTES = 60
const SHARE_MINUTES = 5

/** Since when minutes are needed for the last hour and for today: both in epoch milliseconds. */
export function reachOf(now: number): { readonly since: number; readonly midnight: number } {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  return { since: Math.min(midnight, now - MINUTES * MINUTE_MS), midnight }
}

/** How it goes now and went today, from all that is kept since then. */
export async function readOverview(now: number, pages: TrailPages): Promise<Overview> {
  const { midnight, since } = reachOf(now)
  const minutes: MinutesKnown = new Map()
  for await (const page of pages(null)) {
    const wanted = page.filter(({ endedAt }) => endedAt >= since)
    for (const { trails } of wanted) for (const trail of trails) countTrail(minutes, trail, since)
    if (wanted.length < page.length) break
  }
  return overviewOf([...minutes.values()], now, midnight)
}

/** `midnight`: when today began, a whole minute. Minutes in any order, those of earlier days among them. */
export function overviewOf(minutes: readonly Minute[], now: number, midnight: number): Overview {
  const last = Math.floor(now / MINUTE_MS)
  const known = new Map(minutes.map((one) => [one.minute, one]))
  const hour = Array.from({ length: MINUTES }, (_, index) => {
    const minute = last - MINUTES + 1 + index
    return known.get(minute) ?? emptyMinute(minute)
  })
  const { cancelled, requests, served } = countsOf(hour)
  const decided = requests - cancelled
  return {
    at: now,
    minutes: hour.map((one) => ({
      ...{ since: one.minute * MINUTE_MS, ...countsOf([one]), ...timesOf([one]) },
    })),
    ...{ successPercent: decided === 0 ? null : (100 * served) / decided, ...timesOf(hour) },
    today: todayOf(
      minutes.filter(({ minute }) => minute * MINUTE_MS >= midnight),
      midnight,
    ),
    shares: sharesOf(hour.slice(-SHARE_MINUTES)),
  }
}

type Counts = Pick<Minute, 'requests' | 'served' | 'cancelled'>

const countsOf = (minutes: readonly Minute[]): Counts =>
  minutes.reduce<Counts>(
    (sum, one) => ({
      requests: sum.requests + one.requests,
      served: sum.served + one.served,
      cancelled: sum.cancelled + one.cancelled,
    }),
    { requests: 0, served: 0, cancelled: 0 },
  )

function timesOf(minutes: readonly Minute[]): Pick<Overview, 'p50Ms' | 'p95Ms'> {
  const times = minutes.flatMap((one) => [...one.times])
  return { p50Ms: timeWithin({ times }, 0.5), p95Ms: timeWithin({ times }, 0.95) }
}

const todayOf = (minutes: readonly Minute[], since: number): Overview['today'] => ({
  since,
  ...countsOf(minutes),
  tokens: minutes.map(({ tokens }) => tokens).reduce(sumOfTokens, NO_TOKENS),
  cost: minutes.map(({ cost }) => cost).reduce(sumOfCosts, NO_COST),
})

function sharesOf(minutes: readonly Minute[]): Overview['shares'] {
  const all = minutes.flatMap(({ endpoints }) => [...endpoints])
  const sum = all.reduce((total, [, count]) => total + count, 0)
  return [...Map.groupBy(all, ([endpoint]) => endpoint)]
    .map(([endpoint, counts]) => {
      const requests = counts.reduce((total, [, count]) => total + count, 0)
      return { endpoint, requests, percent: Math.round((1_000 * requests) / sum) / 10 }
    })
    .toSorted((one, other) => other.requests - one.requests)
}
