import { API } from '../contract.ts'
import { formSchema } from '../form.ts'
import { langOf, sayFor } from '../given.ts'
import { ok, type Route } from '../route.ts'

export const formRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: `${API}/schema`, access: 'viewer' },
    answer: async (asked) => ok(await formSchema(langOf(asked), await sayFor(asked))),
  },
]
