import type { ExitCode } from '../../errors/failures.ts'
import { activeText } from '../active-view.ts'
import { configurationOf } from '../apply.ts'
import { claudeText, printConflicts } from '../claude-view.ts'
import { clientsPair } from '../clients-pair.ts'
import type { Context } from '../context.ts'
import { healSettings } from '../heal-settings.ts'
import { lasted } from '../../views/lasted.ts'
import { liveProxy, type LiveProxy, liveTiers } from '../live.ts'
import { protectionText } from '../protection-text.ts'
import { summaryText } from '../queue-text.ts'
import { printJson } from '../report.ts'
import type { StatusShape } from '../shapes/status.ts'
import { heldPair, networkPair, stateText } from '../state-text.ts'
import { faultsOf, faultText } from '../status-faults.ts'
import { statusParts } from '../status-parts.ts'
import { printPairs, printTable } from '../table.ts'
import type { Say } from '../texts.ts'
import { syncText } from '../sync-text.ts'
import { syncView } from '../sync-view.ts'
import { lastSwitchPairs, tierPairs } from '../tiers-text.ts'
import { switchView } from '../../views/tiers-view.ts'
import { recordedSwitches } from '../recorded-switches.ts'

export interface StatusFlags {
  readonly check?: boolean
}

/**
 * How things stand, on one screen: each line as found now, not as intended.
 * With `--check` it also names what is wrong, and ends with 6 if anything is.
 */
export async function status(context: Context, { check = false }: StatusFlags): Promise<ExitCode> {
  const { home, json, output, version } = context
  await healSettings(context)
  const { document, number: configuration } = await configurationOf(context)
  const live = await liveProxy(context)
  const { proxy, ...parts } = await statusParts(context, document, live)
  const found = {
    ...{ version, home, configuration, proxy },
    lastSwitch: await lastSwitchOf(context, live),
    ...parts,
    sync: await syncView(context),
  }
  const faults = check ? faultsOf(found) : null
  const shape: StatusShape = { ...found, faults: faults === null ? null : [...faults] }
  if (json) printJson<StatusShape>(context, shape)
  else {
    await printPairs(output, pairs(shape, context))
    await printEndpoints(shape, context)
    printConflicts(output, shape.claude, context.say)
    printFaults(shape, context)
  }
  return faults === null || faults.length === 0 ? 0 : 6
}

/** As the proxy tells it, else as it is on record. */
async function lastSwitchOf(context: Context, live: LiveProxy | null): Promise<StatusShape['lastSwitch']> {
  const last = liveTiers(live)?.lastSwitch ?? (await recordedSwitches(context, 1))[0]
  return last === undefined ? null : switchView(last)
}

function pairs(
  { active, claude, configuration, home, lastSwitch, protection, proxy, queue, sync }: StatusShape,
  { clock, say }: Pick<Context, 'clock' | 'say'>,
) {
  return [
    [say('title.proxy'), proxy === null ? say('status.no-proxy') : proxyText(proxy, say)],
    ...(proxy?.beyondMachine === true ? clientsPair(proxy, say) : []),
    ...networkPair(proxy?.networkDownSince ?? null, clock.now(), say),
    ...heldPair(proxy?.held ?? [], say),
    [say('title.profile'), activeText(active, say)],
    ...(proxy === null || proxy.tiers === null ? [] : tierPairs(proxy.tiers, say)),
    ...lastSwitchPairs(lastSwitch, say),
    [say('title.queue'), summaryText(queue, clock.now(), say)],
    [say('title.configuration'), configurationText(configuration, proxy, say)],
    [say('title.encryption'), protectionText(protection, say)],
    [say('title.sync'), syncText(sync, clock.now(), say)],
    [say('title.claude'), claudeText(claude, say)],
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

function printFaults({ faults }: StatusShape, { output, say }: Context): void {
  if (faults === null) return
  output.data('')
  if (faults.length === 0) output.data(say('check.none'))
  for (const fault of faults) output.data(say('check.fault', { fault: faultText(fault, say) }))
}

async function printEndpoints({ active }: StatusShape, { clock, output, say }: Context): Promise<void> {
  const endpoints = active.profiles.flatMap((profile) => profile.endpoints)
  if (endpoints.length === 0) return
  const titles = [
    ...[say('title.endpoint'), say('title.base-url'), say('title.share')],
    ...[say('title.state'), say('title.key'), say('title.in-flight')],
  ]
  const rows = endpoints.map((endpoint) => [
    endpoint.name,
    endpoint.baseUrl,
    endpoint.sharePercent === null ? '-' : `${String(endpoint.sharePercent)}%`,
    stateText(endpoint.enabled, endpoint.health, clock.now(), say),
    say(endpoint.hasKey ? 'state.key-found' : 'state.key-missing'),
    String(endpoint.inFlight ?? '-'),
  ])
  output.data('')
  await printTable(output, titles, rows)
}
