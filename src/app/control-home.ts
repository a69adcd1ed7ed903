import type { Home } from '../admin/home.ts'
import { AppError } from '../errors/app-error.ts'
import { viewSettings } from '../settings/resolve.ts'
import type { ProxyStatus } from '../admin/contract.ts'
import { localUrl } from '../core/local-url.ts'
import type { BehindControl } from './behind-control.ts'
import type { HomeAccess } from './home-access.ts'
import { systemClock } from './system-clock.ts'
import { tryMessage } from './try-message.ts'

/** What the control API speaks for besides the running proxy. */
export function controlHome(
  { keys, versions }: HomeAccess,
  { headers, late, live, tokens, wanted }: BehindControl,
  status: () => ProxyStatus,
): Home {
  const { depot, forThisRun, history, redact = (text) => text } = wanted
  return {
    ...{ clock: systemClock, status, keys, versions },
    history: () => history.read(),
    headersOf: (request) => headers.of(request)?.map(redact) ?? null,
    queue: async (work) => {
      if (depot === undefined) throw new AppError('failed', 'This proxy keeps no requests.')
      return depot.use(({ store }) => work(store))
    },
    settingsOf: ({ settings }) => {
      return viewSettings({ file: settings, env: forThisRun.env, flag: forThisRun.flags })
    },
    tryMessage: (message) =>
      tryMessage(message, {
        url: late.server === null ? '' : localUrl(late.server),
        clientToken: tokens.own,
        model: live.now.settings['health.model'],
        clock: systemClock,
      }),
  }
}
