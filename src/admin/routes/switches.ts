import { switchView } from '../../views/tiers-view.ts'
import { API } from '../contract.ts'
import { switchesQuery, type SwitchesAnswer } from '../contract/switches.ts'
import { queryOf } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Route } from '../route.ts'

export const switchRoutes = ({ history }: Home): readonly Route[] => [
  {
    ...{ method: 'GET', path: `${API}/switches`, access: 'viewer' },
    answer: async (asked) => {
      const { limit } = queryOf(asked, switchesQuery)
      const switches = (await (await history())?.switches.newest(limit)) ?? []
      return ok({ switches: switches.map(switchView) } satisfies SwitchesAnswer)
    },
  },
]
