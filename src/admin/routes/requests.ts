/** Requests that are over, and what they come to. */
import { AppError } from '../../errors/app-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Trail } from '../../ports/trail.ts'
import { overviewOf, reachOf } from '../../views/overview.ts'
import { pricedTrail } from '../../views/priced-trail.ts'
import { requestPage } from '../../views/request-list.ts'
import { trailLines } from '../../views/trail-text.ts'
import { API } from '../contract.ts'
import type { OverviewAnswer } from '../contract/overview.ts'
import {
  requestsQuery,
  type RequestAnswer,
  type RequestsAnswer,
  type RequestTextAnswer,
} from '../contract/requests.ts'
import { breath } from '../in-parts.ts'
import { Minutes } from '../minutes.ts'
import { queryOf, sayFor } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Asked, type Route } from '../route.ts'
import { unhurried } from '../unhurried.ts'

export function requestRoutes({ clock, headersOf, history }: Home): readonly Route[] {
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
        const { endpoint, ...others } = query
        const wanted = { ...others, endpoints: endpoint === undefined ? undefined : [endpoint] }
        return ok(kept === null ? NOTHING : await requestPage(wanted, unhurried(kept, clock)))
      },
    },
    {
      ...{ method: 'GET', path: `${API}/requests/:id`, access: 'viewer' },
      answer: async (asked) => {
        const trail = await trailOf(asked, history, clock)
        const headers = headersOf(trail.request)
        return ok({
          ...pricedTrail(trail),
          headers: headers === null ? null : [...headers],
        } satisfies RequestAnswer)
      },
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
