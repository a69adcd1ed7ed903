/** How things stand, as found now: what faults are derived from. */
import type { Document } from '../core/config/document.ts'
import { activeView } from './active-view.ts'
import { claudeView } from './claude-view.ts'
import type { Context } from './context.ts'
import { liveTiers, type LiveProxy } from './live.ts'
import { queueSummary } from '../views/queue-view.ts'
import type { StatusShape } from './shapes/status.ts'
import { tiersView } from '../views/tiers-view.ts'

export type StatusParts = Pick<StatusShape, 'active' | 'claude' | 'protection' | 'proxy' | 'queue'>

/** `live` is the proxy that runs, null where none does. */
export async function statusParts(
  context: Context,
  document: Document,
  live: LiveProxy | null,
): Promise<StatusParts> {
  return {
    proxy: live === null ? null : proxyPart(live),
    queue: await queueOf(context, live),
    active: await activeView(context, document, live),
    protection: await (await context.keys()).protection(),
    claude: await claudeView(context, live?.status.url ?? null),
  }
}

/** As it is stored; a proxy that cannot write there says so, too. */
async function queueOf(context: Context, live: LiveProxy | null): Promise<StatusShape['queue']> {
  const { clock, say } = context
  const { settings } = await context.settings()
  const queue = await queueSummary(() => context.queue(), settings, clock.now(), say)
  return { ...queue, fault: queue.fault ?? live?.status.queue.fault ?? null }
}

function proxyPart(live: LiveProxy): StatusShape['proxy'] {
  const { status } = live
  const tiers = liveTiers(live)
  const { configuration, configurationFault, networkDownSince, open, pid, uptimeMs, url, version } = status
  const { beyondMachine, clientTokens, held, host } = status
  return {
    ...{ url, host, beyondMachine, clientTokens, version, pid, uptimeMs, open },
    ...{ configuration, configurationFault, networkDownSince },
    held: [...held],
    tiers: tiers === null ? null : tiersView(tiers),
  }
}
