/** What requests and checks of a stretch of time came to, for people who look back: it can be added up and rolled up. */
import { binOf, longestOf } from './latency.ts'

export interface Digest {
  /** Id of the endpoint. */
  readonly endpoint: string
  readonly source: 'traffic' | 'probes'
  /** When the stretch began (epoch ms). */
  readonly since: number
  readonly goods: number
  readonly all: number
  /** Times to the first content, in ms, each with how many there were. */
  readonly times: readonly (readonly [ms: number, count: number])[]
  /** Of the answers that ended well: their output, and how long it took from its first content. */
  readonly tokens: number
  readonly tokensMs: number
}

/** One digest for each endpoint and source; its stretch begins with the first of them. */
export function mergedAll(digests: readonly Digest[]): readonly Digest[] {
  // By one and then the other: a key of both would be put together for each of them.
  const byEndpoint = [...Map.groupBy(digests, ({ endpoint }) => endpoint).values()]
  const found = byEndpoint.flatMap((some) => [...Map.groupBy(some, ({ source }) => source).values()])
  return found.flatMap(([first, ...others]) => (first === undefined ? [] : merged(first, others)))
}

/** Loops, since each batch of trails comes through here. */
function merged(first: Digest, others: readonly Digest[]): Digest {
  if (others.length === 0) return first
  const counts = new Map(first.times)
  let { all, goods, since, tokens, tokensMs } = first
  for (const one of others) {
    all += one.all
    goods += one.goods
    since = Math.min(since, one.since)
    tokens += one.tokens
    tokensMs += one.tokensMs
    for (const [ms, count] of one.times) counts.set(ms, (counts.get(ms) ?? 0) + count)
  }
  return { ...first, all, goods, since, times: [...counts], tokens, tokensMs }
}

/** As one of its hour or day: times are rounded up to their bins, by less than 19 %. */
export function rolledUp(digest: Digest, lengthMs: number): Digest {
  const counts = new Map<number, number>()
  for (const [ms, count] of digest.times) counts.set(binOf(ms), (counts.get(binOf(ms)) ?? 0) + count)
  const bins = [...counts].toSorted(([one], [other]) => one - other)
  const since = Math.floor(digest.since / lengthMs) * lengthMs
  return { ...digest, since, times: bins.map(([bin, count]) => [Math.floor(longestOf(bin)), count]) }
}

/** How often it took so long (ms) to the first content. */
type Times = Iterable<readonly [ms: number, count: number]>

/** The shortest first. */
export const sortedTimes = (times: Times): Digest['times'] => [...times].sort(([one], [other]) => one - other)

/** The time within which this share (0 to 1) of the answers began, in ms; null without one. */
export function timeWithin({ times }: Pick<Digest, 'times'>, share: number): number | null {
  const sorted = sortedTimes(times)
  let left = Math.ceil(share * sorted.reduce((sum, [, count]) => sum + count, 0))
  for (const [ms, count] of sorted) {
    left -= count
    if (left <= 0) return ms
  }
  return null
}

/** In ms; null without an answer. */
export function meanTime({ times }: Pick<Digest, 'times'>): number | null {
  const count = times.reduce((sum, [, one]) => sum + one, 0)
  return count === 0 ? null : times.reduce((sum, [ms, one]) => sum + ms * one, 0) / count
}
