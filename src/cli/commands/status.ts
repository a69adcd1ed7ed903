import { activeProfile, type Document, type Profile } from '../../core/config/document.ts'
import { AppError } from '../../errors/app-error.ts'
import { configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { endpointViews, inFlightOf } from '../endpoint-view.ts'
import { lasted } from '../lasted.ts'
import { liveProxy, type LiveProxy } from '../live.ts'
import { protectionText } from '../protection-text.ts'
import { printJson } from '../report.ts'
import type { StatusShape } from '../shapes/status.ts'
import { printPairs, printTable } from '../table.ts'
import type { Say } from '../texts.ts'

/** How things stand, on one screen: each line as found now, not as intended. */
export async function status(context: Context): Promise<void> {
  const { home, json, output, version } = context
  const { document, number: configuration } = await configurationOf(context)
  const live = await liveProxy(context)
  const found: StatusShape = {
    ...{ version, home, configuration },
    proxy: live === null ? null : proxyPart(live),
    profile: await profilePart(context, document, live),
    protection: await (await context.keys()).protection(),
  }
  if (json) return printJson<StatusShape>(context, found)
  await printPairs(output, pairs(found, context.say))
  await printEndpoints(found, context)
}

function proxyPart({ status }: LiveProxy): StatusShape['proxy'] {
  const { configuration, configurationFault, open, pid, uptimeMs, url, version } = status
  return { url, version, pid, uptimeMs, open, configuration, configurationFault }
}

async function profilePart(
  context: Context,
  document: Document,
  live: LiveProxy | null,
): Promise<StatusShape['profile']> {
  const served = servedProfile(document, live)
  if (served === null) return null
  const views = endpointViews(document, served.profile, inFlightOf(live))
  const keys = await Promise.all(views.map(({ credential }) => hasKey(context, credential)))
  const endpoints = views.map((view, index) => ({ ...view, hasKey: keys[index] === true }))
  return { name: served.profile.name, why: served.why, endpoints }
}

interface Served {
  readonly profile: Profile
  readonly why: NonNullable<StatusShape['profile']>['why']
}

/** What the proxy serves counts; without one, what it would serve. */
function servedProfile(document: Document, live: LiveProxy | null): Served | null {
  const active = activeProfile(document)
  const only = document.profiles.find(({ name }) => name === live?.only)
  if (only !== undefined) return { profile: only, why: 'proxy' }
  if (active === null) return null
  return { profile: active, why: active.name === document.defaultProfile ? 'chosen' : 'first' }
}

async function hasKey(context: Context, credential: string): Promise<boolean> {
  try {
    return (await (await context.keys()).resolve(credential)) !== null
  } catch (error) {
    // What keeps a stored key from being read stands in the line about protection.
    if (error instanceof AppError) return false
    throw error
  }
}

function pairs({ configuration, home, profile, protection, proxy }: StatusShape, say: Say) {
  const why = {
    proxy: 'status.profile-proxy',
    chosen: 'status.profile-chosen',
    first: 'status.profile-first',
  } as const
  return [
    [say('title.proxy'), proxy === null ? say('status.no-proxy') : proxyText(proxy, say)],
    [
      say('title.profile'),
      profile === null ? say('status.no-profile') : say(why[profile.why], { name: profile.name }),
    ],
    [say('title.configuration'), configurationText(configuration, proxy, say)],
    [say('title.encryption'), protectionText(protection, say)],
    [say('title.home'), home],
  ] as const
}

function proxyText(proxy: NonNullable<StatusShape['proxy']>, say: Say): string {
  const { open, pid, uptimeMs, url, version } = proxy
  return say('status.proxy', { open, pid, url, version, uptime: lasted(uptimeMs) })
}

/** The newest version, and how far a proxy has followed it. */
function configurationText(version: number, proxy: StatusShape['proxy'], say: Say): string {
  if (proxy === null || proxy.configuration === version) return say('status.configuration', { version })
  const { configuration: followed, configurationFault: why } = proxy
  if (why === null) return say('status.configuration-behind', { version, followed })
  return say('status.configuration-refused', { version, followed, why })
}

async function printEndpoints({ profile }: StatusShape, { output, say }: Context): Promise<void> {
  if (profile === null || profile.endpoints.length === 0) return
  const titles = [
    ...[say('title.endpoint'), say('title.base-url'), say('title.share')],
    ...[say('title.state'), say('title.key'), say('title.in-flight')],
  ]
  const rows = profile.endpoints.map((endpoint) => [
    endpoint.name,
    endpoint.baseUrl,
    endpoint.sharePercent === null ? '-' : `${String(endpoint.sharePercent)}%`,
    say(endpoint.enabled ? 'state.enabled' : 'state.disabled'),
    say(endpoint.hasKey ? 'state.key-found' : 'state.key-missing'),
    String(endpoint.inFlight ?? '-'),
  ])
  output.data('')
  await printTable(output, titles, rows)
}
