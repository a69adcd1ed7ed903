/** One endpoint in full. */
import type { Document, EndpointEntry, Profile } from '../../core/config/document.ts'
import { readConfiguration } from '../../document/configuration.ts'
import { AppError } from '../../errors/app-error.ts'
import { endpointViews } from '../../views/endpoint-view.ts'
import type { Clock } from '../../ports/clock.ts'
import { figures } from '../../views/figures.ts'
import { endpointNames, healthEventView, sourceIdOf } from '../../views/health-events-view.ts'
import { addTo, dotOf, overTime, stretchAt, type OverTime, type Stretch } from '../../views/over-time.ts'
import { API } from '../contract.ts'
import { endpointQuery, type EndpointAnswer } from '../contract/endpoint.ts'
import { queryOf } from '../given.ts'
import type { Home } from '../home.ts'
import { breath, inParts } from '../in-parts.ts'
import { ok, type Asked, type Route } from '../route.ts'

export const endpointRoutes = (home: Home): readonly Route[] => [
  {
    ...{ method: 'GET', path: `${API}/endpoints/:id`, access: 'viewer' },
    answer: async (asked) => ok(await endpointOf(asked, home)),
  },
]

const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS
const STRETCHES = 60
/** Half hours of a day. */
const DOTS = 48
const EVENTS = 100

async function endpointOf(asked: Asked, home: Home): Promise<EndpointAnswer> {
  const now = home.clock.now()
  const { since: wanted = now - DAY_MS } = queryOf(asked, endpointQuery)
  const since = Math.max(Math.min(wanted, now - STRETCHES), now - YEAR_MS)
  const { document } = await readConfiguration(await home.versions())
  const { entry, profile } = entryOf(document, asked.params['id'] ?? '')
  const told = new Map(home.status().endpoints.map((one) => [one.id, one]))
  const live = told.get(entry.id)
  const endpoint = endpointViews(document, profile, told).find(({ id }) => id === entry.id)
  if (endpoint === undefined) throw nothingThere(entry.id)
  return {
    ...{ at: now, since, endpoint, profile: profile.name },
    live:
      live === undefined
        ? null
        : { score: live.score, lastCheck: live.lastCheck, checkTokens: live.checkTokens },
    ...(await pastOf(
      { id: entry.id, sourceId: sourceIdOf(document, entry) },
      { since, now },
      document,
      home,
    )),
  }
}

type Past = Pick<EndpointAnswer, 'traffic' | 'probes' | 'series' | 'dots' | 'events'>

/** Requests belong to the entry, checks to the target that it uses. */
async function pastOf(
  { id, sourceId }: { readonly id: string; readonly sourceId: string },
  { now, since }: { readonly since: number; readonly now: number },
  document: Document,
  home: Home,
): Promise<Past> {
  const history = await home.history()
  const series = overTime(since, now, STRETCHES)
  const dots = overTime(now - DAY_MS, now, DOTS)
  if (history !== null) {
    const wanted = { endpoints: [id, sourceId], since: Math.min(since, dots.from) }
    for await (const { digests } of inParts(home.clock, null, (next) => history.samples.part(wanted, next))) {
      for (const digest of digests) {
        if (digest.endpoint !== (digest.source === 'traffic' ? id : sourceId)) continue
        addTo(series, digest)
        addTo(dots, { ...digest, times: [] })
      }
    }
  }
  const names = endpointNames(document)
  const events = (await history?.healthEvents.newest(sourceId, EVENTS)) ?? []
  const { probes, traffic } = series.whole
  return {
    traffic: traffic.all === 0 ? null : figures(traffic),
    probes: probes.all === 0 ? null : figures(probes),
    series: await stretchesOf(series, home.clock),
    dots: dots.sums.map((_, at) => {
      const { checks, passed, requests, served, since: begun } = stretchAt(dots, at)
      const counts = { requests, served, checks, passed }
      return { since: begun, state: dotOf(counts), ...counts }
    }),
    events: events.map((event) => healthEventView(event, names)),
  }
}

/** Stretches whose times are sorted at once. */
const AT_ONCE = 10

async function stretchesOf(series: OverTime, clock: Clock): Promise<Stretch[]> {
  const told: Stretch[] = []
  for (const at of series.sums.keys()) {
    if (at % AT_ONCE === 0) await breath(clock)
    told.push(stretchAt(series, at))
  }
  return told
}

/** By its id, or by `PROFILE/NAME`. */
function entryOf(
  document: Document,
  wanted: string,
): { readonly profile: Profile; readonly entry: EndpointEntry } {
  for (const profile of document.profiles) {
    const entry = profile.endpoints.find(
      ({ id, name }) => id === wanted || `${profile.name}/${name}` === wanted,
    )
    if (entry !== undefined) return { profile, entry }
  }
  throw nothingThere(wanted)
}

const nothingThere = (wanted: string): AppError =>
  new AppError(
    'no-such-thing',
    `There is no endpoint "${wanted}" in the configuration. It may have been removed.`,
  )
