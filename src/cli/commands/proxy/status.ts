import type { ProxyStatus } from '../../../admin/contract.ts'
import { formatAmount } from '../../../settings/format-setting.ts'
import type { Context } from '../../context.ts'
import { lasted } from '../../lasted.ts'
import { printJson } from '../../report.ts'
import { runningProxy } from '../../running-proxy.ts'
import type { ProxyStatusShape } from '../../shapes/proxy-status.ts'
import { printPairs, printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

/** What the running proxy says of itself. */
export async function proxyStatus(context: Context): Promise<void> {
  const { json, output, say } = context
  const running = await runningProxy(context)
  const status = await running.status()
  const { daemon, profile: only } = running.started
  const shown: ProxyStatusShape = { ...status, endpoints: [...status.endpoints], daemon, only }
  if (json) return printJson<ProxyStatusShape>(context, shown)
  await printPairs(output, pairs(shown, say))
  if (status.endpoints.length === 0) return
  const titles = [say('title.endpoint'), say('title.in-flight')]
  const rows = status.endpoints.map(({ inFlight, name }) => [name, String(inFlight)])
  output.data('')
  await printTable(output, titles, rows)
}

function pairs(shown: ProxyStatusShape, say: Say): readonly (readonly [string, string])[] {
  const { configurationFault, logFault, memoryBytes, open, pid, requests, stopping, uptimeMs, url, version } =
    shown
  const process = { pid, version, uptime: lasted(uptimeMs) }
  return [
    [say('proxy.title.address'), url],
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
    [say('title.configuration'), say('status.configuration', { version: shown.configuration })],
    ...fault(say('proxy.title.configuration-fault'), configurationFault),
    ...fault(say('proxy.title.log-fault'), logFault),
  ]
}

const fault = (title: string, why: string | null): readonly (readonly [string, string])[] =>
  why === null ? [] : [[title, why]]

function profileText({ only, profile }: ProxyStatusShape, say: Say): string {
  if (profile === null) return say('status.no-profile')
  return only === null ? profile : say('status.profile-proxy', { name: profile })
}

const megabytes = (bytes: ProxyStatus['memoryBytes']): string =>
  formatAmount('bytes', Math.round(bytes / 1e6) * 1e6)
