/** Requests that are over, a page of a list at a time. */
import type { Trail } from '../ports/trail.ts'
import { fits, requestSummary, type RequestFilter } from './request-summary.ts'
import type { RequestSummary } from './shapes/requests.ts'
import type { TrailPages } from './trail-pages.ts'

export interface RequestListQuery extends RequestFilter {
  /** Of a page. */
  readonly limit: number
  /** `next` of an earlier page: what came before that. */
  readonly before?: string | undefined
}

interface RequestPage {
  /** Newest first, by when they ended. */
  readonly requests: RequestSummary[]
  /** For `before`, where there may be more; null at the end. A page may be short, or empty, and not the last. */
  readonly next: string | null
}

/** Trails that one page is looked for in at the most. */
const MOST_TRAILS = 5_000

interface Listed {
  readonly trail: Trail
  /** `BATCH.POSITION`: what comes before that one is older. */
  readonly place: string
}

export async function requestPage(
  { before, limit, ...filter }: RequestListQuery,
  pages: TrailPages,
): Promise<RequestPage> {
  const found: Listed[] = []
  const reader = newestFirst(before, pages)
  for (;;) {
    const { done, value } = await reader.next()
    if (done === true) return pageOf(found, value)
    if (fits(value.trail, filter)) found.push(value)
    if (found.length === limit) return pageOf(found, value.place)
  }
}

/** The newest that fit, `count` at the most, however far back they are. */
export async function newestRequests(
  filter: RequestFilter,
  count: number,
  pages: TrailPages,
): Promise<readonly RequestSummary[]> {
  const found: RequestSummary[] = []
  for (let before: string | null | undefined; before !== null && found.length < count;) {
    const page: RequestPage = await requestPage({ ...filter, limit: count - found.length, before }, pages)
    found.push(...page.requests)
    before = page.next
  }
  return found
}

/** Those that are older than a place; at the end, the place to go on from, null when there is nothing more. */
async function* newestFirst(
  before: string | undefined,
  pages: TrailPages,
): AsyncGenerator<Listed, string | null> {
  const [batch = Infinity, position = Infinity] = (before?.split('.') ?? []).map(Number)
  let looked = 0
  // What is left of the batch that the last page ended in comes first.
  for await (const page of pages(batch === Infinity ? null : batch + 1)) {
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

const pageOf = (found: readonly Listed[], next: string | null): RequestPage => ({
  requests: found.map(({ trail }) => requestSummary(trail)),
  next,
})
