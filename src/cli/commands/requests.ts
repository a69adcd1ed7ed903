import type { Document } from '../../core/config/document.ts'
import { AppError } from '../../errors/app-error.ts'
import type { Ending } from '../../ports/log.ts'
import { dollars, grouped } from '../../views/amount-text.ts'
import { inTime } from '../../views/lasted.ts'
import { localTime } from '../../views/local-time.ts'
import { newestRequests } from '../../views/request-list.ts'
import type { RequestSummary } from '../../views/shapes/requests.ts'
import { trailPages } from '../../views/trail-pages.ts'
import { configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { endpointsNamed } from '../endpoints-named.ts'
import { profileOf } from '../names.ts'
import { printJson } from '../report.ts'
import type { RequestsShape } from '../shapes/requests.ts'
import { shortIds } from '../short-ids.ts'
import { printTable } from '../table.ts'
import type { Say } from '../texts.ts'

/** All that is given must fit. */
export interface RequestsFlags {
  /** How many of the newest ones. */
  readonly count: number
  readonly endpoint?: string
  readonly profile?: string
  readonly model?: string
  readonly ending?: Ending
  /** In seconds. */
  readonly slowerThan?: number
}

/** Requests that are over, the newest first. */
export async function requests(context: Context, { count, ...flags }: RequestsFlags): Promise<void> {
  const { json, output, say } = context
  const { document } = await configurationOf(context)
  const { ending, endpoint, model, profile, slowerThan } = flags
  const endpoints = endpoint === undefined ? undefined : endpointNames(document, endpoint, say)
  // What has just ended may not be written yet.
  await (await context.proxy())?.settle()
  const history = await context.keptHistory()
  const minMs = slowerThan === undefined ? undefined : slowerThan * 1_000
  const filter = { ending, endpoints, minMs, model, profile }
  const found = history === null ? [] : await newestRequests(filter, count, trailPages(history))
  if (found.length === 0) refuseUnknown(document, flags, say)
  if (json) return printJson<RequestsShape>(context, { requests: [...found] })
  if (found.length === 0) {
    const isAll = Object.values(flags).every((given) => given === undefined)
    return void output.note(say(isAll ? 'requests.none' : 'requests.none-so'))
  }
  const shortOf = shortIds(found.map(({ request }) => request))
  await printTable(
    output,
    titles(say),
    found.map((one) => row(one, shortOf(one.request), say)),
  )
}

/** `PROFILE/NAME` of those that are meant. What is not configured any more has left its requests under its name. */
function endpointNames(document: Document, named: string, say: Say): readonly string[] {
  try {
    return endpointsNamed(document, named, say).map(({ entry, profile }) => `${profile.name}/${entry.name}`)
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-such-thing') return [named]
    throw error
  }
}

/** Where nothing fits, a name that nobody has is likely a mistake. */
function refuseUnknown(
  document: Document,
  { endpoint, profile }: Omit<RequestsFlags, 'count'>,
  say: Say,
): void {
  if (endpoint !== undefined) endpointsNamed(document, endpoint, say)
  if (profile !== undefined) profileOf(document, profile, say)
}

const titles = (say: Say): readonly string[] => [
  ...[say('title.id'), say('list.when'), say('list.ending'), say('title.model'), say('list.endpoint')],
  ...[say('list.attempts'), say('title.first-token'), say('list.took'), say('list.tokens'), say('list.cost')],
]

function row(one: RequestSummary, id: string, say: Say): readonly string[] {
  const { arrivedAt, attempts, contentAfterMs, cost, endpoint, model, path, tokens, tookMs } = one
  const used = tokens === null ? null : tokens.input + tokens.cacheRead + tokens.cacheWrite + tokens.output
  return [
    ...[id, localTime(arrivedAt), endText(one, say), model ?? path, endpoint ?? '-', String(attempts)],
    ...[contentAfterMs === null ? '-' : inTime(contentAfterMs), inTime(tookMs)],
    used === null ? '-' : grouped(used),
    cost?.kind === 'known' ? `${cost.isLeast ? '≥ ' : ''}${dollars(cost.microDollars)}` : '-',
  ]
}

/** With the status, where it tells more. */
function endText({ ending, status }: RequestSummary, say: Say): string {
  const end = say(`end.${ending}`)
  return status === null || ending === 'served' ? end : `${end} ${String(status)}`
}
