import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { endpointsNamed } from '../../endpoints-named.ts'
import { localTime } from '../../../views/local-time.ts'
import { endpointNames, healthEventView, sourceIdOf } from '../../../views/health-events-view.ts'
import { newsText } from '../../../views/news-text.ts'
import { verdictText } from '../../probe-text.ts'
import { printJson } from '../../report.ts'
import type { HealthHistoryShape } from '../../../views/shapes/health.ts'
import { printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

export interface HealthHistoryFlags {
  /** How many of the newest ones. */
  readonly count: number
}

/** Past checks and changes of state, the newest first; of one endpoint, of a profile, or of all. */
export async function healthHistory(
  context: Context,
  named: string | undefined,
  { count }: HealthHistoryFlags,
): Promise<void> {
  const { json, output, say } = context
  const { document } = await configurationOf(context)
  const wanted = named === undefined ? null : endpointsNamed(document, named, say)
  // What has just happened may not be written yet.
  await (await context.proxy())?.settle()
  const kept = (await context.keptHistory())?.healthEvents
  const ids = wanted === null ? [null] : [...new Set(wanted.map(({ entry }) => sourceIdOf(document, entry)))]
  const found = await Promise.all(ids.map(async (id) => (await kept?.newest(id, count)) ?? []))
  const newest = found.length === 1 ? found.flat() : found.flat().toSorted((one, other) => other.at - one.at)
  const names = endpointNames(document)
  const events = newest.slice(0, count).map((event) => healthEventView(event, names))
  if (json) return printJson<HealthHistoryShape>(context, { events })
  if (events.length === 0) return void output.note(say('health.history.none'))
  await printTable(
    output,
    [say('title.when'), say('title.endpoint'), say('title.what')],
    events.map((event) => [localTime(event.at), event.name, whatText(event, say)]),
  )
}

type One = HealthHistoryShape['events'][number]

function whatText(event: One, say: Say): string {
  if (event.kind === 'news') return newsText(event.news as Parameters<typeof newsText>[0], event.at, say)
  const { firstContentMs, kind, quality, tokens, verdict } = event.check
  const details = [
    ...(firstContentMs === null ? [] : [`${(firstContentMs / 1_000).toFixed(2)}s`]),
    ...(quality === null ? [] : [say('health.quality', { number: Math.round(quality) })]),
    ...(tokens.in + tokens.out === 0 ? [] : [say('health.tokens', { count: tokens.in + tokens.out })]),
  ]
  const text = `${say(`check-kind.${kind}`)}: ${verdictText(kind, verdict, say)}`
  return details.length === 0 ? text : `${text} (${details.join(', ')})`
}
