import { admitted, type Door } from '../admin/caller.ts'
import type { ProxyStatus } from '../admin/contract.ts'
import { LiveEvents } from '../admin/live-events.ts'
import type { Route } from '../admin/route.ts'
import { accessRoutes, type AccessParts } from '../admin/routes/access.ts'
import { eventRoutes } from '../admin/routes/events.ts'
import { healthRoutes } from '../admin/routes/health.ts'
import { metricsRoutes } from '../admin/routes/metrics.ts'
import { pageRoutes, type WebFiles } from '../admin/routes/pages.ts'
import type { ControlRequest } from '../ports/control.ts'
import { localUrl } from '../core/local-url.ts'
import type { BehindControl } from './behind-control.ts'
import { systemClock } from './system-clock.ts'
import { VERSION } from './version.ts'

/** What the control API has for those who log in, scrape or watch: loaded when somebody first asks for it. */
export async function moreRoutes(
  behind: BehindControl,
  door: Door,
  status: () => ProxyStatus,
): Promise<readonly Route[]> {
  const events = liveEvents(behind, status)
  const again = (request: ControlRequest) => admitted(request, 'viewer', door)
  return [
    ...healthRoutes(status),
    ...metricsRoutes(async () => (await import('./metrics-text.ts')).metricsText(behind, status)),
    ...accessOf(behind, { again, now: door.now, onLoggedOut: () => events.recheck() }),
    ...eventRoutes(events, again),
    // Behind all others: every address that is nothing else is one of its pages.
    ...pageRoutes(webFiles()),
  ]
}

function liveEvents(
  { identity: { instance }, late, live, tap, wanted }: BehindControl,
  status: () => ProxyStatus,
): LiveEvents {
  const { redact = (text) => text } = wanted
  const mark = (): string => {
    const { open = 0, taken = 0 } = late.server ?? {}
    return `${String(taken)} ${String(open)} ${String(live.now.number)}`
  }
  const events = new LiveEvents({ instance, tap, clock: systemClock, status, mark, redact })
  late.endEvents = () => {
    events.close()
  }
  return events
}

function accessOf(
  { late, wanted: { logins } }: BehindControl,
  parts: Pick<AccessParts, 'again' | 'now' | 'onLoggedOut'>,
): readonly Route[] {
  if (logins === undefined) return []
  const url = (): string => (late.server === null ? '' : localUrl(late.server))
  return accessRoutes({ ...parts, logins, url, version: VERSION })
}

/** Read when a browser first asks. */
function webFiles(): () => Promise<WebFiles> {
  let files: Promise<WebFiles> | null = null
  return () => (files ??= import('./web-files.ts').then(({ readWebFiles }) => readWebFiles()))
}
