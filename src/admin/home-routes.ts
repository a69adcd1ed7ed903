import type { Home } from './home.ts'
import type { Route } from './route.ts'
import { checkRoutes } from './routes/checks.ts'
import { configurationRoutes } from './routes/configuration.ts'
import { endpointRoutes } from './routes/endpoints.ts'
import { formRoutes } from './routes/form.ts'
import { queueRoutes } from './routes/queue.ts'
import { requestRoutes } from './routes/requests.ts'
import { switchRoutes } from './routes/switches.ts'
import { tryRoutes } from './routes/try.ts'
import { versionRoutes } from './routes/versions.ts'

/** What a home holds, looked at and changed. */
export const homeRoutes = (home: Home): readonly Route[] => [
  ...requestRoutes(home),
  ...endpointRoutes(home),
  ...switchRoutes(home),
  ...queueRoutes(home),
  ...checkRoutes(home),
  ...configurationRoutes(home),
  ...versionRoutes(home),
  ...formRoutes,
  ...tryRoutes(home),
]
