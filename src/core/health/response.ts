/**
 * How soon endpoints begin to answer, beside the fastest of them. Only like is
 * compared with like: times belong to a kind of question (its size, and
 * whether it asks for a stream), since large ones take longer everywhere.
 *
 * Plain loops: this is asked for each new session.
 */
import { meanOf, recentIn, type Latency, type Recent } from './latency.ts'

/** Below so many answers nobody can be said to be the fastest, or to vary. */
const LEAST_ANSWERS = 1
/** Nobody who waits for a model feels what is below, and the network varies by that much. */
const LEAST_MS = 100

/** Of the fastest, in ms, by kind of question; infinite where nobody answered lately. */
export function bestTimes(latencies: readonly Latency[], now: number): readonly number[] {
  const best = (latencies[0] ?? []).map(() => Infinity)
  for (const latency of latencies) {
    for (let place = 0; place < best.length; place++) {
      const recent = recentIn(latency, place, now)
      if (recent === null || recent.answers < LEAST_ANSWERS) continue
      best[place] = Math.min(best[place] ?? Infinity, meanOf(recent))
    }
  }
  return best
}

/**
 * Of 100: all of it for the fastest, half for who takes twice as long. The
 * mean over the kinds of questions, by how many waits there were; null where
 * there is nothing to compare.
 */
export const responseOf = (latency: Latency, best: readonly number[], now: number): number | null =>
  weighted(latency, now, (recent, place) => responseTo(meanOf(recent), best[place] ?? Infinity))

/** The same of one time, in ms. */
export const responseTo = (ms: number, bestMs: number): number =>
  bestMs === Infinity ? NaN : 100 * Math.min(1, feltMs(bestMs) / feltMs(ms))

/** The coefficient of variation of the times of one kind of question, over all kinds; null when there are too few. */
export const variation = (latency: Latency, now: number): number | null =>
  weighted(latency, now, ({ answeredMs, answers, squaresMs }) =>
    answers <= LEAST_ANSWERS ? NaN : variationOf(answeredMs / answers, squaresMs / answers),
  )

/** From the mean of times and of their squares. */
export const variationOf = (meanMs: number, squareMs: number): number =>
  Math.sqrt(Math.max(0, squareMs - meanMs ** 2)) / feltMs(meanMs)

const feltMs = (ms: number): number => Math.max(LEAST_MS, ms)

/** Leaves out what comes to no number. */
function weighted(
  latency: Latency,
  now: number,
  value: (recent: Recent, place: number) => number,
): number | null {
  let sum = 0
  let weight = 0
  for (let place = 0; place < latency.length; place++) {
    const recent = recentIn(latency, place, now)
    if (recent === null) continue
    const one = value(recent, place)
    if (Number.isNaN(one)) continue
    const waits = Math.max(LEAST_ANSWERS, recent.answers)
    sum += one * waits
    weight += waits
  }
  return weight === 0 ? null : sum / weight
}
