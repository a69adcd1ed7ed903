import type { EndpointStatus } from '../../../admin/contract.ts'
import type { Digest } from '../../../core/health/digest.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { endpointsNamed } from '../../endpoints-named.ts'
import { figuresOf, percentText, secondsText, sparkline } from '../../../views/figures.ts'
import { liveProxy, toldBy } from '../../live.ts'
import { sourceIdOf } from '../../../views/health-events-view.ts'
import { addTo, overTime, stretchAt } from '../../../views/over-time.ts'
import { printJson } from '../../report.ts'
import { scoreParts, scoreText, weightText } from '../../score-text.ts'
import type { FiguresShape } from '../../../views/shapes/figures.ts'
import type { HealthMetricsShape } from '../../../views/shapes/health.ts'
import { printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

export interface HealthMetricsFlags {
  /** How far to look back, in seconds. */
  readonly since: number
}

/** Bars of a sparkline, and stretches of what is told of time. */
const BARS = 24

type One = HealthMetricsShape['endpoints'][number]

/** What requests and checks came to, by what is kept; scores and weights as the running proxy derives them. */
export async function healthMetrics(
  context: Context,
  named: string | undefined,
  flags: HealthMetricsFlags,
): Promise<void> {
  const { clock, json, output, say } = context
  const { document } = await configurationOf(context)
  const entries = endpointsNamed(document, named, say)
  // What has just ended may not be written yet.
  await (await context.proxy())?.settle()
  const told = toldBy(await liveProxy(context))
  const now = clock.now()
  const since = now - flags.since * 1_000
  const digests = (await (await context.keptHistory())?.samples.since(since)) ?? []
  const traffic = figuresOf(digests, 'traffic')
  const probes = figuresOf(digests, 'probes')
  const endpoints = entries.map(({ entry, profile }): One => {
    const live = told?.get(entry.id) ?? null
    return {
      ...{ id: entry.id, name: `${profile.name}/${entry.name}`, enabled: entry.enabled },
      traffic: traffic.get(entry.id) ?? null,
      probes: probes.get(sourceIdOf(document, entry)) ?? null,
      series: seriesOf({ id: entry.id, sourceId: sourceIdOf(document, entry) }, digests, { since, now }),
      live: live === null ? null : { score: live.score, effectiveWeight: live.effectiveWeight },
    }
  })
  if (json) return printJson<HealthMetricsShape>(context, { since, endpoints })
  const isTerminal = (await context.ask()) !== null
  const spark = (id: string): string => sparkline(digests.filter(isTrafficOf(id)), since, now, BARS)
  await printTable(
    output,
    [
      ...[
        say('title.name'),
        say('title.source'),
        say('title.count'),
        say('title.success'),
        say('title.mean'),
      ],
      ...['p50', 'p95', 'p99', say('title.speed'), ...(isTerminal ? [say('title.over-time')] : [])],
    ],
    endpoints.flatMap((one) => [
      [one.name, say('source.traffic'), ...cells(one.traffic), ...(isTerminal ? [spark(one.id)] : [])],
      ...(one.probes === null ? [] : [['', say('source.probes'), ...cells(one.probes)]]),
    ]),
  )
  output.data('')
  if (told === null) return void output.note(say('health.metrics.no-proxy'))
  await printTable(
    output,
    [say('title.name'), say('title.score'), say('title.score-parts'), say('title.effective-weight')],
    endpoints.map((one) => scoreRow(one, say)),
  )
}

function seriesOf(
  { id, sourceId }: { readonly id: string; readonly sourceId: string },
  digests: readonly Digest[],
  { now, since }: { readonly now: number; readonly since: number },
): One['series'] {
  const series = overTime(since, now, BARS)
  for (const digest of digests) {
    if (digest.endpoint === (digest.source === 'traffic' ? id : sourceId)) addTo(series, digest)
  }
  return series.sums.map((_, at) => stretchAt(series, at))
}

const isTrafficOf =
  (id: string) =>
  ({ endpoint, source }: Digest): boolean =>
    source === 'traffic' && endpoint === id

function cells(figures: FiguresShape | null): readonly string[] {
  if (figures === null) return ['0', '-', '-', '-', '-', '-', '-']
  const { meanMs, observations, p50Ms, p95Ms, p99Ms, successPercent, tokensPerSecond } = figures
  return [
    String(observations),
    percentText(successPercent),
    ...[meanMs, p50Ms, p95Ms, p99Ms].map(secondsText),
    tokensPerSecond === null ? '-' : `${String(Math.round(tokensPerSecond))}/s`,
  ]
}

function scoreRow({ live, name }: One, say: Say): readonly string[] {
  if (live === null) return [name, '-', '-', '-']
  const { effectiveWeight, score }: Pick<EndpointStatus, 'score' | 'effectiveWeight'> = live
  return [name, scoreText(score, say), scoreParts(score, say), weightText(effectiveWeight, say)]
}
