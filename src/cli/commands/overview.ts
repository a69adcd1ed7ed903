import { grouped } from '../../views/amount-text.ts'
import { sumText } from '../../views/cost-text.ts'
import { percentText } from '../../views/figures.ts'
import { inTime } from '../../views/lasted.ts'
import { overviewOf, readOverview, reachOf } from '../../views/overview.ts'
import type { Overview } from '../../views/shapes/overview.ts'
import { trailPages } from '../../views/trail-pages.ts'
import type { Context } from '../context.ts'
import { liveProxy, type LiveProxy } from '../live.ts'
import { printJson } from '../report.ts'
import type { OverviewShape } from '../shapes/overview.ts'
import { printPairs, printTable } from '../table.ts'
import type { Say } from '../texts.ts'

/** How it goes now and went today, by what is kept of requests; what is open, by the running proxy. */
export async function overview(context: Context): Promise<void> {
  const { clock, json, output, say } = context
  const live = await liveProxy(context)
  // What has just ended may not be written yet.
  if (live !== null) await (await context.proxy())?.settle()
  const history = await context.keptHistory()
  const now = clock.now()
  const found =
    history === null
      ? overviewOf([], now, reachOf(now).midnight)
      : await readOverview(now, trailPages(history))
  const shown: OverviewShape = { ...found, proxy: live === null ? null : workOf(live) }
  if (json) return printJson<OverviewShape>(context, shown)
  await printPairs(output, figures(shown, say))
  if (shown.shares.length === 0) return
  output.data('')
  await printTable(
    output,
    [say('title.endpoint'), say('lane.share'), say('overview.requests')],
    shown.shares.map((one) => [one.endpoint, percentText(one.percent), grouped(one.requests)]),
  )
}

const workOf = ({ status: { held, open, queue } }: LiveProxy): OverviewShape['proxy'] => ({
  open,
  held: held.reduce((sum, { requests }) => sum + requests, 0),
  queued: queue.waiting,
})

function figures(shown: OverviewShape, say: Say): readonly (readonly [string, string])[] {
  const { minutes, p50Ms, p95Ms, successPercent, today } = shown
  // The last minute is not over: what it comes to is said by the one before.
  const aMinute = grouped(minutes.at(-2)?.requests ?? 0)
  return [
    [say('figure.a-minute'), both(aMinute, say('figure.today', { count: grouped(today.requests) }))],
    [say('figure.success'), both(percentText(successPercent), say('figure.last-hour'))],
    [say('figure.first-token'), both(timeText(p50Ms), say('figure.p95', { time: timeText(p95Ms) }))],
    [say('figure.open'), openText(shown.proxy, say)],
    [say('figure.tokens'), tokensText(today.tokens, say)],
    [say('figure.cost'), sumText(today.cost, say)],
  ]
}

const both = (value: string, more: string): string => `${value} · ${more}`

const timeText = (ms: number | null): string => (ms === null ? '-' : inTime(ms))

function openText(work: OverviewShape['proxy'], say: Say): string {
  if (work === null) return both('-', say('overview.no-proxy'))
  const { held, open, queued } = work
  return both(
    grouped(open),
    held > 0 ? say('figure.held', { count: held }) : say('figure.kept', { count: queued }),
  )
}

function tokensText(tokens: Overview['today']['tokens'], say: Say): string {
  const sent = tokens.input + tokens.cacheRead + tokens.cacheWrite
  const cached = percentText(sent === 0 ? null : (100 * tokens.cacheRead) / sent)
  const parts = { in: grouped(sent), out: grouped(tokens.output), cached }
  return both(grouped(sent + tokens.output), say('figure.in-out', parts))
}
