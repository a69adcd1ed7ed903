import { API } from '../contract.ts'
import { tryRequest } from '../contract/try.ts'
import { bodyOf } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Route } from '../route.ts'

export const tryRoutes = ({ tryMessage }: Home): readonly Route[] => [
  {
    ...{ method: 'POST', path: `${API}/try`, access: 'admin' },
    answer: async (asked) => ok(await tryMessage(await bodyOf(asked, tryRequest))),
  },
]
