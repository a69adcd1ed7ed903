import type { ProxyStatus } from '../admin/contract.ts'
import { homeRoutes } from '../admin/home-routes.ts'
import type { Route } from '../admin/route.ts'
import type { BehindControl } from './behind-control.ts'
import { controlHome } from './control-home.ts'

/** What the control API tells of the past and of the configuration: loaded when somebody first asks for it. */
export function deepRoutes(behind: BehindControl, status: () => ProxyStatus): readonly Route[] {
  const { home } = behind.wanted
  return home === undefined ? [] : homeRoutes(controlHome(home, behind, status))
}
