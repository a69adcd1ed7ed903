/** What checks came to today, and what they cost. */
import type { HealthEvent, History } from '../ports/history.ts'
import type { Settings } from '../settings/schema.ts'
import { costOfCheck } from './cost-of-check.ts'
import type { ChecksToday } from './shapes/health.ts'
import { NO_COST, withCost } from './used.ts'

const DAY_MS = 86_400_000
/** Usually more than came of a day so far; where it is not, twice as many are read. */
const AT_FIRST = 500

/** Since midnight UTC, when their budget begins anew; `history` is null where nothing is kept. */
export async function checksToday(
  now: number,
  history: Pick<History, 'healthEvents'> | null,
  { 'health.daily-tokens': mostTokens }: Pick<Settings, 'health.daily-tokens'>,
): Promise<ChecksToday> {
  const since = Math.floor(now / DAY_MS) * DAY_MS
  return { since, mostTokens, ...(await checksSince(since, history)) }
}

/** Those that used nothing cost nothing. */
async function checksSince(
  since: number,
  history: Pick<History, 'healthEvents'> | null,
): Promise<Pick<ChecksToday, 'checks' | 'tokens' | 'cost'>> {
  const events = history === null ? [] : await eventsSince(since, history)
  const checks = events.flatMap((event) => (event.kind === 'check' && event.at >= since ? event.check : []))
  const paid = checks.filter(({ tokens }) => tokens.in + tokens.out > 0)
  return {
    checks: checks.length,
    tokens: {
      in: paid.reduce((sum, { tokens }) => sum + tokens.in, 0),
      out: paid.reduce((sum, { tokens }) => sum + tokens.out, 0),
    },
    cost: paid.map((check) => costOfCheck(check, check.modelNamed ?? check.model)).reduce(withCost, NO_COST),
  }
}

async function eventsSince(
  since: number,
  { healthEvents }: Pick<History, 'healthEvents'>,
): Promise<readonly HealthEvent[]> {
  for (let most = AT_FIRST; ; most *= 2) {
    const events = await healthEvents.newest(null, most)
    const oldest = events.at(-1)
    if (events.length < most || oldest === undefined || oldest.at < since) return events
  }
}
