import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { endpointViews, strategyOf } from '../../../views/endpoint-view.ts'
import { figuresOf, percentText, secondsText } from '../../../views/figures.ts'
import { liveProxy, toldBy } from '../../live.ts'
import { profileOf } from '../../names.ts'
import { printJson } from '../../report.ts'
import type { EndpointListShape } from '../../shapes/endpoint-list.ts'
import { stateText } from '../../state-text.ts'
import { printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

type Listed = EndpointListShape['endpoints'][number]

/** The endpoints of one profile or of all; what is in flight, and what a weight comes to, only a running proxy knows. */
export async function endpointList(context: Context, profileName: string | undefined): Promise<void> {
  const { clock, json, output, say } = context
  const { document, number: version } = await configurationOf(context)
  const profiles = profileName === undefined ? document.profiles : [profileOf(document, profileName, say)]
  const told = toldBy(await liveProxy(context))
  const since = clock.now() - DAY_MS
  const served = figuresOf((await (await context.keptHistory())?.samples.since(since)) ?? [], 'traffic')
  const endpoints = profiles.flatMap((profile) =>
    endpointViews(document, profile, told).map((one) => ({ ...one, traffic: served.get(one.id) ?? null })),
  )
  if (json) return printJson<EndpointListShape>(context, { version, endpoints })
  if (endpoints.length === 0) return void output.note(say('endpoint.none'))
  const hasOrder = profiles.some((profile) => strategyOf(document, profile) === 'priority')
  const titles = [
    ...[say('title.id'), say('title.name'), say('title.base-url'), say('title.weight')],
    ...[say('title.effective-weight'), say('title.share'), ...(hasOrder ? [say('title.priority')] : [])],
    ...[say('title.state'), say('title.in-flight'), say('title.success'), 'p50', 'p95'],
    say('title.reused-from'),
  ]
  const rows = endpoints.map((endpoint) => row(endpoint, hasOrder, clock.now(), say))
  await printTable(output, titles, rows)
}

const DAY_MS = 86_400_000

const row = (endpoint: Listed, hasOrder: boolean, now: number, say: Say): readonly string[] => [
  endpoint.id,
  endpoint.name,
  endpoint.baseUrl,
  String(endpoint.weight),
  endpoint.health === null ? '-' : String(Math.round(endpoint.health.effectiveWeight.effective * 10) / 10),
  endpoint.sharePercent === null ? '-' : `${String(endpoint.sharePercent)}%`,
  ...(hasOrder ? [String(endpoint.priority)] : []),
  stateText(endpoint.enabled, endpoint.health, now, say),
  String(endpoint.inFlight ?? '-'),
  percentText(endpoint.traffic?.successPercent ?? null),
  secondsText(endpoint.traffic?.p50Ms ?? null),
  secondsText(endpoint.traffic?.p95Ms ?? null),
  endpoint.reusedFrom ?? '-',
]
