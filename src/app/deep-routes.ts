import type { ProxyStatus } from '../admin/contract.ts'
import { homeRoutes } from '../admin/home-routes.ts'
import type { Route } from '../admin/route.ts'
import { notifyRoutes } from '../admin/routes/notify.ts'
import type { BehindControl } from './behind-control.ts'
import { controlHome } from './control-home.ts'

/** What the control API tells of the past and of the configuration, and what it tries: loaded when somebody first asks for it. */
export function deepRoutes(behind: BehindControl, status: () => ProxyStatus): readonly Route[] {
  const { home } = behind.wanted
  const ofHome = home === undefined ? [] : homeRoutes(controlHome(home, behind, status))
  return [...noticesOf(behind), ...ofHome]
}

function noticesOf({ live, wanted: { addressee, vault } }: BehindControl): readonly Route[] {
  if (addressee === undefined) return []
  return notifyRoutes(async (channel) => {
    const { tryNotices } = await import('./try-notices.ts')
    return tryNotices(channel, addressee, { vault, settings: live.now.settings })
  })
}
