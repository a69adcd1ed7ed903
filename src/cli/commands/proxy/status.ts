import type { ProxyStatus } from '../../../admin/contract.ts'
import { formatAmount } from '../../../settings/format-setting.ts'
import { clientsPair } from '../../clients-pair.ts'
import type { Context } from '../../context.ts'
import { lasted } from '../../../views/lasted.ts'
import { proxyQueueText } from '../../queue-text.ts'
import { printJson } from '../../report.ts'
import { runningProxy } from '../../running-proxy.ts'
import type { ProxyStatusShape } from '../../shapes/proxy-status.ts'
import { heldPair, networkPair, stateText } from '../../state-text.ts'
import { printPairs, printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'
import { lastSwitchPairs, tierPairs } from '../../tiers-text.ts'
import { tiersView } from '../../../views/tiers-view.ts'

/** What the running proxy says of itself. */
export async function proxyStatus(context: Context): Promise<void> {
  const { clock, json, output, say } = context
  const running = await runningProxy(context)
  const status = await running.status()
  const { daemon, profile: only } = running.started
  const shown: ProxyStatusShape = {
    ...status,
    profiles: [...status.profiles],
    endpoints: status.endpoints.map((one) => ({ ...one, benches: [...one.benches] })),
    held: [...status.held],
    tiers: tiersView(status.tiers),
    ...{ daemon, only },
  }
  if (json) return printJson<ProxyStatusShape>(context, shown)
  await printPairs(output, pairs(shown, context))
  if (status.endpoints.length === 0) return
  const titles = [say('title.endpoint'), say('title.state'), say('title.in-flight')]
  const rows = status.endpoints.map((one) => [
    one.name,
    stateText(one.enabled, one, clock.now(), say),
    String(one.inFlight),
  ])
  output.data('')
  await printTable(output, titles, rows)
}

function pairs(
  shown: ProxyStatusShape,
  { clock, say }: Pick<Context, 'clock' | 'say'>,
): readonly (readonly [string, string])[] {
  const { configurationFault, logFault, memoryBytes, open, pid, requests, stopping, uptimeMs, url, version } =
    shown
  const process = { pid, version, uptime: lasted(uptimeMs) }
  return [
    [say('proxy.title.address'), url],
    ...(shown.beyondMachine || shown.clientTokens > 0 ? clientsPair(shown, say) : []),
    [
      say('proxy.title.process'),
      say(shown.daemon ? 'proxy.status.daemon' : 'proxy.status.foreground', process),
    ],
    [
      say('proxy.title.requests'),
      say(stopping ? 'proxy.status.stopping' : 'proxy.status.requests', { requests, open }),
    ],
    [say('proxy.title.memory'), megabytes(memoryBytes)],
    [say('title.profile'), profileText(shown, say)],
    ...(shown.only === null ? tierPairs(shown.tiers, say) : []),
    ...(shown.only === null ? lastSwitchPairs(shown.tiers.lastSwitch, say) : []),
    [say('title.queue'), proxyQueueText(shown.queue, clock.now(), say)],
    [say('title.configuration'), say('status.configuration', { version: shown.configuration })],
    ...networkPair(shown.networkDownSince, clock.now(), say),
    ...heldPair(shown.held, say),
    ...fault(say('proxy.title.configuration-fault'), configurationFault),
    ...fault(say('proxy.title.log-fault'), logFault),
  ]
}

const fault = (title: string, why: string | null): readonly (readonly [string, string])[] =>
  why === null ? [] : [[title, why]]

function profileText({ only, profiles }: ProxyStatusShape, say: Say): string {
  if (only !== null) return say('status.profile-proxy', { name: only })
  return profiles.join(', ') || say('status.no-profile')
}

const megabytes = (bytes: ProxyStatus['memoryBytes']): string =>
  formatAmount('bytes', Math.round(bytes / 1e6) * 1e6)
