/** How endpoints are checked, and what that costs. */
import { readConfiguration } from '../../document/configuration.ts'
import { settingKeys } from '../../settings/schema.ts'
import { checksToday } from '../../views/checks-today.ts'
import { healthStanding } from '../../views/health-standing.ts'
import { settingView } from '../../views/setting-view.ts'
import { API } from '../contract.ts'
import type { HealthAnswer } from '../contract/health.ts'
import { sayFor } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Route } from '../route.ts'

export const checkRoutes = ({ clock, history, settingsOf, status, versions }: Home): readonly Route[] => [
  {
    ...{ method: 'GET', path: `${API}/health`, access: 'viewer' },
    answer: async (asked) => {
      const { document } = await readConfiguration(await versions())
      const [view, say, kept] = [settingsOf(document), await sayFor(asked), await history()]
      const keys = settingKeys.filter((key) => key.startsWith('health.'))
      return ok({
        settings: keys.map((key) => settingView(view, key, say)),
        endpoints: status().endpoints.map(healthStanding),
        today: await checksToday(clock.now(), kept, view.settings),
      } satisfies HealthAnswer)
    },
  },
]
