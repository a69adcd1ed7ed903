import type { ProxyStatus } from '../admin/contract.ts'
import type { Route } from '../admin/route.ts'
import { accessRoutes } from '../admin/routes/access.ts'
import { healthRoutes } from '../admin/routes/health.ts'
import { localUrl } from '../core/local-url.ts'
import type { BehindControl } from './behind-control.ts'
import { systemClock } from './system-clock.ts'
import { VERSION } from './version.ts'

/** What the control API has besides what commands ask for: loaded when somebody first asks for it. */
export async function moreRoutes(
  { late, wanted: { logins } }: BehindControl,
  status: () => ProxyStatus,
): Promise<readonly Route[]> {
  const access =
    logins === undefined
      ? []
      : accessRoutes({
          ...{ logins, version: VERSION, now: () => systemClock.now() },
          url: () => (late.server === null ? '' : localUrl(late.server)),
          onLoggedOut: async () => undefined,
        })
  return [...healthRoutes(status), ...access]
}
