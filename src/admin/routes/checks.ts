/** How endpoints are checked, and what that costs. */
import { readConfiguration } from '../../document/configuration.ts'
import type { HealthEvent, History } from '../../ports/history.ts'
import { settingKeys } from '../../settings/schema.ts'
import { costOfCheck } from '../../views/cost-of-check.ts'
import { healthStanding } from '../../views/health-standing.ts'
import { settingView } from '../../views/setting-view.ts'
import { NO_COST, withCost } from '../../views/used.ts'
import { API } from '../contract.ts'
import type { HealthAnswer } from '../contract/health.ts'
import { sayFor } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Route } from '../route.ts'

const DAY_MS = 86_400_000
/** Usually more than came of a day so far; where it is not, twice as many are read. */
const AT_FIRST = 500

export const checkRoutes = ({ clock, history, settingsOf, status, versions }: Home): readonly Route[] => [
  {
    ...{ method: 'GET', path: `${API}/health`, access: 'viewer' },
    answer: async (asked) => {
      const { document } = await readConfiguration(await versions())
      const [view, say, kept] = [settingsOf(document), await sayFor(asked), await history()]
      const keys = settingKeys.filter((key) => key.startsWith('health.'))
      const since = Math.floor(clock.now() / DAY_MS) * DAY_MS
      return ok({
        settings: keys.map((key) => settingView(view, key, say)),
        endpoints: status().endpoints.map(healthStanding),
        today: {
          ...{ since, mostTokens: view.settings['health.daily-tokens'] },
          ...(await checksSince(since, kept)),
        },
      } satisfies HealthAnswer)
    },
  },
]

type Checks = Pick<HealthAnswer['today'], 'checks' | 'tokens' | 'cost'>

/** Those that used nothing cost nothing. */
async function checksSince(since: number, history: History | null): Promise<Checks> {
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

async function eventsSince(since: number, { healthEvents }: History): Promise<readonly HealthEvent[]> {
  for (let most = AT_FIRST; ; most *= 2) {
    const events = await healthEvents.newest(null, most)
    const oldest = events.at(-1)
    if (events.length < most || oldest === undefined || oldest.at < since) return events
  }
}
