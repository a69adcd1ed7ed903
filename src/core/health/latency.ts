/**
 * How long an endpoint takes to its first content, by the size of the request;
 * streams and whole answers apart, because the content of a whole answer comes
 * at its end.
 *
 * Counts in bins whose width grows with the time, as in DDSketch
 * (https://arxiv.org/abs/1908.10693): four bins a doubling, so that a time is
 * rounded up by less than 19 %. They come in two batches, of which the older
 * one goes when the newer one is full or old: what is known is at most 400
 * waits and a day old, and a change of the endpoint shows within a few.
 *
 * A wait that was given up is a censored sample: the answer would have taken
 * at least that long. Percentiles are those of the product-limit estimate
 * (Kaplan and Meier 1958, https://doi.org/10.1080/01621459.1958.10501452); where
 * the longest waits were given up, the longest stands for those beyond it
 * (Efron 1967). The mean is all time that was waited over the answers that
 * came (Epstein and Sobel 1953, for exponential times).
 */
import { isRecent, SLACK_MS } from '../span.ts'

/** What decides how long an answer takes. */
export interface Question {
  /** Whether the answer is asked for as a stream. */
  readonly stream: boolean
  /** Of the request's body. */
  readonly bytes: number
}

/** One wait for the first content; `given-up` when it did not come. */
export interface Wait {
  readonly end: 'answered' | 'given-up'
  readonly ms: number
}

export interface Batch {
  /** When its first wait ended. */
  readonly since: number
  /** Waits by bin. */
  readonly answered: readonly number[]
  readonly givenUp: readonly number[]
  /** Those that are in it. */
  readonly answers: number
  readonly size: number
}

/** Sums in which a wait counts half after `HALF_LIFE_MS`, as they stood at `at`. */
export interface Recent {
  readonly at: number
  readonly answers: number
  /** Of all waits. */
  readonly totalMs: number
  /** Of those that were answered, and of the squares of these. */
  readonly answeredMs: number
  readonly squaresMs: number
}

interface Bucket {
  /** The newest first, at most two. */
  readonly batches: readonly Batch[]
  readonly recent: Recent | null
}

/** By `placeOf`. */
export type Latency = readonly Bucket[]

/** Sizes of requests: up to 4 KiB, and each four times the one before; the last has no end. */
export const SIZES = 6
const SMALLEST_BYTES = 4_096

/** The longest time of the first bin, in milliseconds, and the bins that follow it: up to 17 minutes. */
const FIRST_MS = 16
const BINS_A_DOUBLING = 4
const BINS = 65

const BATCH_MS = 12 * 3_600_000
const KEPT_MS = 2 * BATCH_MS
export const MOST_IN_BATCH = 200
/** Fewer answers say nothing of the slowest. */
const LEAST_ANSWERS = 20

const HALF_LIFE_MS = 300_000
/** What is left of a wait after this is less than a thousandth. */
const FADED_MS = 10 * HALF_LIFE_MS

/** Sums of fractions are not exact. */
const HAIR = 1e-9

const NONE: readonly number[] = Array.from({ length: BINS }, () => 0)
export const NO_BATCH: Batch = { since: 0, answered: NONE, givenUp: NONE, answers: 0, size: 0 }
const EMPTY_BUCKET: Bucket = { batches: [], recent: null }
export const NO_LATENCY: Latency = Array.from({ length: 2 * SIZES }, () => EMPTY_BUCKET)

export function onWaited(before: Latency, question: Question, wait: Wait, now: number): Latency {
  const place = placeOf(question.stream, sizeOf(question.bytes))
  const { batches, recent } = before[place] ?? EMPTY_BUCKET
  return before.with(place, { batches: grown(batches, wait, now), recent: onRecent(recent, wait, now) })
}

/**
 * The time within which this share (0 to 1) of such answers begins, in
 * milliseconds, rounded up to its bin; null while less than 20 have.
 */
export function percentileMs(
  latency: Latency,
  question: Question,
  share: number,
  now: number,
): number | null {
  const { batches } = latency[placeOf(question.stream, sizeOf(question.bytes))] ?? EMPTY_BUCKET
  const one = liveOf(batches[0], now)
  const other = liveOf(batches[1], now)
  if (one.answers + other.answers < LEAST_ANSWERS) return null
  let atRisk = one.size + other.size
  let unanswered = 1
  let longest = 0
  for (let bin = 0; bin < BINS && atRisk > 0; bin++) {
    const answered = (one.answered[bin] ?? 0) + (other.answered[bin] ?? 0)
    const over = answered + (one.givenUp[bin] ?? 0) + (other.givenUp[bin] ?? 0)
    if (over === 0) continue
    longest = bin
    unanswered *= 1 - answered / atRisk
    if (unanswered <= 1 - share + HAIR) break
    atRisk -= over
  }
  return longestOf(longest)
}

/**
 * The mean time to the first content, in which a wait counts half after five
 * minutes, in milliseconds; infinite when all were given up, null when there
 * was none for long.
 */
export function meanMs(latency: Latency, { bytes, stream }: Question, now: number): number | null {
  const recent = recentIn(latency, placeOf(stream, sizeOf(bytes)), now)
  return recent === null ? null : meanOf(recent)
}

/** Infinite when all were given up. */
export const meanOf = ({ answers, totalMs }: Recent): number => (answers === 0 ? Infinity : totalMs / answers)

/** What is known of the last minutes about one kind of question; null when there was none for long. */
export function recentIn(latency: Latency, place: number, now: number): Recent | null {
  const recent = latency[place]?.recent ?? null
  if (recent === null) return null
  // As `isRecent` has it, which makes an object: this is asked a hundred times for one decision.
  return now < recent.at + FADED_MS && now >= recent.at - SLACK_MS ? recent : null
}

/** Where a kind of question has its bucket. */
export const placeOf = (stream: boolean, size: number): number => (stream ? size : SIZES + size)

function sizeOf(bytes: number): number {
  const size = Math.ceil(Math.log2(bytes / SMALLEST_BYTES) / 2)
  return Math.min(SIZES - 1, Math.max(0, size))
}

/** The longest time of a bin. */
export const longestOf = (bin: number): number => FIRST_MS * 2 ** (bin / BINS_A_DOUBLING)

export function binOf(ms: number): number {
  const bin = Math.ceil(Math.log2(ms / FIRST_MS) * BINS_A_DOUBLING - HAIR)
  return Math.min(BINS - 1, Math.max(0, bin))
}

/** One that counts no more is as good as none. */
const liveOf = (batch: Batch | undefined, now: number): Batch =>
  batch !== undefined && isLive(batch, now) ? batch : NO_BATCH

export const isLive = ({ since }: Batch, now: number): boolean => isRecent(since, KEPT_MS, now)

function grown(batches: readonly Batch[], wait: Wait, now: number): readonly Batch[] {
  const [newest, older] = batches
  if (newest === undefined) return [withWait({ ...NO_BATCH, since: now }, wait)]
  if (newest.size < MOST_IN_BATCH && isRecent(newest.since, BATCH_MS, now)) {
    return older === undefined ? [withWait(newest, wait)] : [withWait(newest, wait), older]
  }
  const first = withWait({ ...NO_BATCH, since: now }, wait)
  return isLive(newest, now) ? [first, newest] : [first]
}

/** `times`: so many alike. */
export function withWait(batch: Batch, { end, ms }: Wait, times = 1): Batch {
  const bin = binOf(ms)
  const more = (counts: readonly number[]) => counts.with(bin, (counts[bin] ?? 0) + times)
  const size = batch.size + times
  return end === 'answered'
    ? { ...batch, size, answers: batch.answers + times, answered: more(batch.answered) }
    : { ...batch, size, givenUp: more(batch.givenUp) }
}

function onRecent(before: Recent | null, { end, ms }: Wait, now: number): Recent {
  const answers = end === 'answered' ? 1 : 0
  const answeredMs = answers * ms
  const squaresMs = answeredMs * ms
  if (before === null || now < before.at - SLACK_MS) {
    return { at: now, answers, totalMs: ms, answeredMs, squaresMs }
  }
  const at = Math.max(now, before.at)
  const left = 2 ** ((before.at - at) / HALF_LIFE_MS)
  return {
    at,
    answers: before.answers * left + answers,
    totalMs: before.totalMs * left + ms,
    answeredMs: before.answeredMs * left + answeredMs,
    squaresMs: before.squaresMs * left + squaresMs,
  }
}
