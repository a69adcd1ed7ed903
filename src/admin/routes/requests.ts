/** Requests that are over, and what they come to. */
import { AppError } from '../../errors/app-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { History } from '../../ports/history.ts'
import type { Trail } from '../../ports/trail.ts'
import { overviewOf } from '../../views/overview.ts'
import { pricedTrail } from '../../views/priced-trail.ts'
import { fits, requestSummary } from '../../views/request-summary.ts'
import { trailLines } from '../../views/trail-text.ts'
import { API } from '../contract.ts'
import type { OverviewAnswer } from '../contract/overview.ts'
import {
  requestsQuery,
  type RequestAnswer,
  type RequestsAnswer,
  type RequestsQuery,
  type RequestTextAnswer,
} from '../contract/requests.ts'
import { breath } from '../in-parts.ts'
import { Minutes, reachOf } from '../minutes.ts'
import { trailPages } from '../trail-pages.ts'
import { queryOf, sayFor } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Asked, type Route } from '../route.ts'

export function requestRoutes({ clock, history }: Home): readonly Route[] {
  const minutes = new Minutes(clock)
  return [
    {
      ...{ method: 'GET', path: `${API}/overview`, access: 'viewer' },
      answer: async () => {
        const now = clock.now()
        const { midnight, since } = reachOf(now)
        const kept = await history()
        const found = kept === null ? [] : await minutes.since(since, kept)
        return ok(overviewOf(found, now, midnight) satisfies OverviewAnswer)
      },
    },
    {
      ...{ method: 'GET', path: `${API}/requests`, access: 'viewer' },
      answer: async (asked) => {
        const query = queryOf(asked, requestsQuery)
        const kept = await history()
        return ok(kept === null ? NOTHING : await listed(query, kept, clock))
      },
    },
    {
      ...{ method: 'GET', path: `${API}/requests/:id`, access: 'viewer' },
      answer: async (asked) => ok(pricedTrail(await trailOf(asked, history, clock)) satisfies RequestAnswer),
    },
    {
      ...{ method: 'GET', path: `${API}/requests/:id/text`, access: 'viewer' },
      answer: async (asked) => {
        const lines = await trailLines(await trailOf(asked, history, clock), await sayFor(asked))
        return ok({ text: lines.join('\n') } satisfies RequestTextAnswer)
      },
    },
  ]
}

const NOTHING: RequestsAnswer = { requests: [], next: null }

/** Trails that one page is looked for in at the most. */
const MOST_TRAILS = 5_000

interface Listed {
  readonly trail: Trail
  /** `BATCH.POSITION`: what comes before that one is older. */
  readonly place: string
}

async function listed(
  { before, limit, ...filter }: RequestsQuery,
  history: History,
  clock: Clock,
): Promise<RequestsAnswer> {
  const found: Listed[] = []
  const reader = newestFirst(before, history, clock)
  for (;;) {
    const { done, value } = await reader.next()
    if (done === true) return pageOf(found, value)
    if (fits(value.trail, filter)) found.push(value)
    if (found.length === limit) return pageOf(found, value.place)
  }
}

/** Those that are older than a place; at the end, the place to go on from, null when there is nothing more. */
async function* newestFirst(
  before: string | undefined,
  history: History,
  clock: Clock,
): AsyncGenerator<Listed, string | null> {
  const [batch = Infinity, position = Infinity] = (before?.split('.') ?? []).map(Number)
  let looked = 0
  // What is left of the batch that the last page ended in comes first.
  for await (const page of trailPages(history, batch === Infinity ? null : batch + 1, clock)) {
    for (const { number, trails } of page) {
      const left = number === batch ? trails.slice(0, position) : trails
      for (const [at, trail] of [...left.entries()].reverse()) yield { trail, place: placeOf(number, at) }
      looked += trails.length
      if (looked >= MOST_TRAILS) return placeOf(number, 0)
    }
  }
  return null
}

const placeOf = (batch: number, position: number): string => `${String(batch)}.${String(position)}`

const pageOf = (found: readonly Listed[], next: string | null): RequestsAnswer => ({
  requests: found.map(({ trail }) => requestSummary(trail)),
  next,
})

/** The request whose id begins so. Throws `no-such-thing` when there is none, `conflict` when there are several. */
async function trailOf(
  { params: { id = '' } }: Asked,
  history: Home['history'],
  clock: Clock,
): Promise<Trail> {
  const pause = (): Promise<void> => breath(clock)
  const found = (await (await history())?.requests.find(id.toLowerCase(), 2, pause)) ?? []
  const [trail, other] = found
  if (trail === undefined) {
    throw new AppError(
      'no-such-thing',
      `There is no request "${id}" on record: it is not over, its trail is not kept any more, or there never was one.`,
    )
  }
  if (other === undefined || other.request === trail.request) return trail
  const ids = `${trail.request}, ${other.request}`
  throw new AppError('conflict', `Several requests begin with "${id}": ${ids}. Give more of it.`)
}
