/**
 * What an endpoint's evidence comes to, 0 to 100, and how that comes about.
 * Derived whenever it is asked for, from what requests or, where there are too
 * few of them, our own checks showed lately: the two are never mixed, because
 * an endpoint may serve one and refuse the other.
 *
 * It moves shares within a profile and is shown to people. It refuses nobody:
 * that is for circuits and benches. What is not known counts neither for nor
 * against an endpoint.
 */
import type { Policy } from '../model.ts'
import { isRecent } from '../span.ts'
import type { Check, Verdict } from './check.ts'
import type { Evidence } from './evidence.ts'
import { bestTimes, responseOf, responseTo, variation, variationOf } from './response.ts'
import { countOf, goodsOf, NEWEST, newestIn, NO_TALLY, tallied, type Tally } from './tally.ts'

/** What the score is made of, each 0 to 100; null where nothing is known, which leaves the others their shares. */
export interface Parts {
  /** Share of requests that were served. */
  readonly success: number
  /** How soon it begins to answer, beside the fastest of its profile. */
  readonly response: number | null
  readonly stability: number
  /** How good its answers to our checks were. */
  readonly quality: number | null
}

export type Condition = 'healthy' | 'warning' | 'unhealthy'

export type Score =
  /** Fewer observations than are needed, or none lately. */
  | { readonly kind: 'unknown'; readonly observations: number }
  | {
      readonly kind: 'known'
      readonly source: 'traffic' | 'probes'
      readonly observations: number
      readonly overall: number
      readonly condition: Condition
      readonly parts: Parts
    }

type Sourced = Pick<Policy, 'minChecks' | 'staleMs'>

/** Percent of the overall score. */
export const PART_SHARES: Readonly<Record<keyof Parts, number>> = {
  success: 40,
  response: 25,
  stability: 20,
  quality: 15,
}

const HEALTHY = 80
const WARNING = 50
const LEAST_FACTOR = 0.1
const MOST_FACTOR = 2
/** Checks whose mean is the quality: one odd answer of a model is no news. */
const QUALITIES = 5

/** The scores of the endpoints of one profile, in their order. */
export function scores(all: readonly Evidence[], policy: Sourced, now: number): readonly Score[] {
  const showings = all.map((evidence) => showing(evidence, policy, now))
  const best = bestTimes(
    all.map(({ latency }) => latency),
    now,
  )
  let bestCheck = Infinity
  for (const { checkMs } of showings) if (checkMs !== null && checkMs < bestCheck) bestCheck = checkMs
  return all.map(({ latency }, index): Score => {
    const { checkMs, quality, source, tally, varies } = showings[index] ?? NOTHING_SHOWN
    const observations = countOf(tally)
    if (source === null) return { kind: 'unknown', observations }
    const ofCheck = checkMs === null ? null : responseTo(checkMs, bestCheck)
    const success = (100 * goodsOf(tally)) / observations
    const response = source === 'traffic' ? responseOf(latency, best, now) : ofCheck
    const parts = { success, response, stability: stability(tally, varies), quality }
    const overall = overallOf(parts)
    return { kind: 'known', source, observations, overall, condition: conditionOf(overall), parts }
  })
}

/** How much each endpoint's weight counts: its score beside the mean of those that have one, squared. */
export function scoreFactors(all: readonly Score[]): readonly number[] {
  let sum = 0
  let known = 0
  for (const score of all) {
    if (score.kind === 'unknown') continue
    sum += score.overall
    known += 1
  }
  return all.map((score) => {
    if (score.kind === 'unknown' || sum === 0) return 1
    return Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, (score.overall / (sum / known)) ** 2))
  })
}

const NOTHING_SHOWN: Showing = { source: null, tally: NO_TALLY, varies: null, quality: null, checkMs: null }

/** One endpoint's evidence, as far as it is fresh. */
interface Showing {
  /** Null when it shows too little. */
  readonly source: 'traffic' | 'probes' | null
  readonly tally: Tally
  /** Coefficient of variation of its times to the first content. */
  readonly varies: number | null
  readonly quality: number | null
  /** Where checks are the source: their mean time to the first content. */
  readonly checkMs: number | null
}

function showing({ checks, latency, tally }: Evidence, policy: Sourced, now: number): Showing {
  const { minChecks, staleMs } = policy
  const asked = askedIn(checks, staleMs, now)
  const quality = asked.length === 0 ? null : mean(asked.slice(-QUALITIES).map((one) => one.quality))
  const traffic = tally.all > 0 && isRecent(tally.at, staleMs, now) ? tally : NO_TALLY
  if (countOf(traffic) >= minChecks) {
    return { source: 'traffic', tally: traffic, varies: variation(latency, now), quality, checkMs: null }
  }
  const probes = tallyOfChecks(asked, policy)
  if (countOf(probes) >= minChecks) return ofChecks(asked, probes, quality)
  const tallyOfMore = countOf(probes) > countOf(traffic) ? probes : traffic
  return { source: null, tally: tallyOfMore, varies: null, quality, checkMs: null }
}

function ofChecks(asked: readonly Check[], tally: Tally, quality: number | null): Showing {
  const times = asked.flatMap(({ firstContentMs }) => firstContentMs ?? [])
  const checkMs = mean(times)
  const square = mean(times.map((ms) => ms ** 2))
  const varies = checkMs === null || square === null ? null : variationOf(checkMs, square)
  return { source: 'probes', tally, varies, quality, checkMs }
}

/** The checks that asked a question and are not too old. */
function askedIn(checks: readonly Check[], staleMs: number, now: number): readonly Check[] {
  if (checks.length === 0) return checks
  return checks.filter(({ at, kind }) => kind !== 'free' && isRecent(at, staleMs, now)).slice(-NEWEST)
}

/** Checks as outcomes. A relay that refuses bare checks shows nothing by that. */
const tallyOfChecks = (checks: readonly Check[], { staleMs }: Sourced): Tally =>
  checks
    .filter(({ verdict }) => verdict !== 'refused-by-relay')
    .reduce((tally, { at, verdict }) => tallied(tally, GOOD.has(verdict), staleMs, at), NO_TALLY)

const GOOD: ReadonlySet<Verdict> = new Set(['ok', 'slow', 'model-mismatch'])

/** 50 for the newest successes, 30 for steady times, 20 less 5 for each failure in a row up to now. */
function stability(tally: Tally, variesBy: number | null): number {
  const { all, failuresInARow, goods } = newestIn(tally)
  const steadiness = 1 - Math.min(1, variesBy ?? 0)
  return (50 * goods) / all + 30 * steadiness + Math.max(0, 20 - 5 * failuresInARow)
}

function overallOf({ quality, response, stability, success }: Parts): number {
  let sum = success * PART_SHARES.success + stability * PART_SHARES.stability
  let shares = PART_SHARES.success + PART_SHARES.stability
  if (response !== null) {
    sum += response * PART_SHARES.response
    shares += PART_SHARES.response
  }
  if (quality !== null) {
    sum += quality * PART_SHARES.quality
    shares += PART_SHARES.quality
  }
  return sum / shares
}

const conditionOf = (overall: number): Condition =>
  overall >= HEALTHY ? 'healthy' : overall >= WARNING ? 'warning' : 'unhealthy'

/** Of those that are known; null when none is. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}
