import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binOf, longestOf, meanMs, NO_LATENCY, onWaited, percentileMs } from './latency.ts'
import type { Latency, Question, Wait } from './latency.ts'

const NOW = 1_000_000_000
const HOUR = 3_600_000
const STREAM: Question = { stream: true, bytes: 100_000 }

const waited = (waits: readonly Wait[], before = NO_LATENCY, now = NOW): Latency =>
  waits.reduce((latency, wait) => onWaited(latency, STREAM, wait, now), before)
const answered = (...times: readonly number[]): readonly Wait[] =>
  times.map((ms) => ({ end: 'answered', ms }))
const givenUp = (...times: readonly number[]): readonly Wait[] => times.map((ms) => ({ end: 'given-up', ms }))
const alike = (ms: number, count: number): readonly number[] => Array.from({ length: count }, () => ms)
const p99 = (latency: Latency, question = STREAM, now = NOW) => percentileMs(latency, question, 0.99, now)

/** As it is reported: the longest time of its bin. */
const rounded = (ms: number): number => longestOf(binOf(ms))

test('nothing is said of the slowest while fewer than twenty answers are known', () => {
  const nineteen = waited(answered(...alike(1_000, 19)))
  expect([p99(NO_LATENCY), p99(nineteen), p99(waited(givenUp(...alike(9, 30)), nineteen))]).toEqual([
    null,
    null,
    null,
  ])
  expect(p99(waited(answered(1_000), nineteen))).toBe(rounded(1_000))
})

test('a time is rounded up, by less than a fifth, from 16 ms to 17 minutes', () => {
  expect([rounded(0), rounded(16), rounded(17), rounded(1_024), rounded(5_000_000)]).toEqual([
    16,
    16,
    16 * 2 ** 0.25,
    1_024,
    2 ** 20,
  ])
  fc.assert(
    fc.property(fc.double({ min: 16, max: 2 ** 20, noNaN: true }), (ms) => {
      expect(rounded(ms)).toBeGreaterThanOrEqual(ms * (1 - 1e-9))
      expect(rounded(ms)).toBeLessThan(ms * 1.19)
    }),
  )
})

test('what is reported is in the bin that it stands for', () => {
  const bins = Array.from({ length: 65 }, (_, bin) => bin)
  expect(bins.map((bin) => binOf(longestOf(bin)))).toEqual(bins)
})

test('a wait that was given up counts as at least that long: it is neither dropped nor an answer', () => {
  const fast = waited(answered(...alike(1_000, 99)))
  expect(p99(waited(givenUp(60_000), fast))).toBe(rounded(1_000))
  expect(p99(waited(givenUp(60_000, 60_000), fast))).toBe(rounded(60_000))
  expect(p99(waited(answered(90_000), waited(givenUp(60_000, 60_000), fast)))).toBe(rounded(90_000))
  // The short ones that were given up might have taken as long as the slow ones did.
  const mixed = waited([...answered(...alike(1_000, 90), ...alike(50_000, 10))])
  expect(percentileMs(mixed, STREAM, 0.85, NOW)).toBe(rounded(1_000))
  expect(percentileMs(waited(givenUp(...alike(500, 50)), mixed), STREAM, 0.85, NOW)).toBe(rounded(1_000))
  expect(percentileMs(waited(givenUp(...alike(2_000, 50)), mixed), STREAM, 0.85, NOW)).toBe(rounded(50_000))
})

test('streams and whole answers, and sizes that differ by four, are known apart', () => {
  const known = waited(answered(...alike(1_000, 20)))
  const at = (question: Partial<Question>) => p99(known, { ...STREAM, ...question })
  expect([at({}), at({ stream: false }), at({ bytes: 65_536 }), at({ bytes: 65_537 })]).toEqual([
    rounded(1_000),
    null,
    null,
    rounded(1_000),
  ])
  expect([at({ bytes: 262_144 }), at({ bytes: 262_145 })]).toEqual([rounded(1_000), null])
  for (const [one, other] of [
    [0, 4_096],
    [2 ** 21, 2 ** 26],
  ] as const) {
    const few = Array.from({ length: 20 }).reduce<Latency>(
      (latency) => onWaited(latency, { stream: false, bytes: one }, { end: 'answered', ms: 5 }, NOW),
      NO_LATENCY,
    )
    expect(p99(few, { stream: false, bytes: other })).toBe(16)
  }
})

test('what is a day old is forgotten, and half a day is kept', () => {
  const known = waited(answered(...alike(1_000, 20)))
  expect([p99(known, STREAM, NOW + 24 * HOUR - 1), p99(known, STREAM, NOW + 24 * HOUR)]).toEqual([
    rounded(1_000),
    null,
  ])
  const later = waited(answered(2_000), known, NOW + 12 * HOUR)
  expect(p99(later, STREAM, NOW + 24 * HOUR - 1)).toBe(rounded(2_000))
  expect(p99(later, STREAM, NOW + 24 * HOUR)).toBe(null)
  expect(p99(known, STREAM, NOW - 5_001)).toBe(null)
})

test('a change shows within a few waits, however much was known before, and memory is bounded', () => {
  const busy = waited(answered(...alike(1_000, 10_000)))
  expect(p99(waited(answered(...alike(100_000, 5)), busy))).toBe(rounded(100_000))
  const batches = busy.flatMap((bucket) => bucket.batches)
  expect(batches.map(({ size }) => size)).toEqual([200, 200])
})

/** Everything that was ever waited for, in order; the estimate of Kaplan and Meier by its definition. */
interface Heard extends Wait {
  readonly at: number
}

type HeardBatch = readonly [Heard, ...(readonly Heard[])]

const isWithinOf = ([{ at }]: HeardBatch, ms: number, now: number): boolean =>
  now < at + ms && now >= at - 5_000

/** What counts, by its definition: a batch is over with 200 or after twelve hours; the last two of at most a day. */
function heardOf(all: readonly Heard[], now: number): readonly Heard[] {
  let older: HeardBatch | null = null
  let newest: HeardBatch | null = null
  for (const one of all) {
    if (newest !== null && newest.length < 200 && isWithinOf(newest, 12 * HOUR, one.at)) {
      newest = [...newest, one]
    } else {
      older = newest !== null && isWithinOf(newest, 24 * HOUR, one.at) ? newest : null
      newest = [one]
    }
  }
  return [older, newest].flatMap((batch) =>
    batch !== null && isWithinOf(batch, 24 * HOUR, now) ? batch : [],
  )
}

function percentileNaively(all: readonly Heard[], share: number): number | null {
  if (all.filter(({ end }) => end === 'answered').length < 20) return null
  const times = [...new Set(all.map(({ ms }) => rounded(ms)))].sort((a, b) => a - b)
  let unanswered = 1
  for (const time of times) {
    const atRisk = all.filter(({ ms }) => rounded(ms) >= time).length
    const now = all.filter(({ end, ms }) => end === 'answered' && rounded(ms) === time).length
    unanswered *= (atRisk - now) / atRisk
    if (unanswered <= 1 - share + 1e-9) return time
  }
  return times.at(-1) ?? null
}

const MS = fc.oneof(fc.integer({ min: 0, max: 400_000 }), fc.constantFrom(1_000, 120_000))
const STEPS = fc.array(
  fc.record({
    afterMs: fc.oneof(
      fc.integer({ min: 0, max: 60_000 }),
      fc.integer({ min: 0, max: 30 * HOUR }),
      fc.integer({ min: -20_000, max: 0 }),
    ),
    times: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 90 })),
    end: fc.constantFrom('answered' as const, 'answered' as const, 'given-up' as const),
    ms: MS,
  }),
  { maxLength: 40 },
)

test('a percentile is what the product-limit estimate of a naive list says, whatever the clock does', () => {
  const share = fc.constantFrom(0.5, 0.95, 0.99, 1)
  const later = fc.integer({ min: 0, max: 25 * HOUR })
  fc.assert(
    fc.property(STEPS, share, later, (steps, wanted, laterMs) => {
      let now = NOW
      let latency = NO_LATENCY
      const all: Heard[] = []
      for (const { afterMs, end, ms, times } of steps) {
        now += afterMs
        for (let i = 0; i < times; i++) {
          latency = onWaited(latency, STREAM, { end, ms }, now)
          all.push({ end, ms, at: now })
        }
        expect(percentileMs(latency, STREAM, wanted, now)).toBe(percentileNaively(heardOf(all, now), wanted))
      }
      const then = now + laterMs
      expect(percentileMs(latency, STREAM, wanted, then)).toBe(percentileNaively(heardOf(all, then), wanted))
    }),
    { numRuns: 60 },
  )
})

test('a share that is met exactly is met, however many fractions led there', () => {
  const rising = [500, 1_000, 2_000, 4_000].flatMap((ms) => alike(ms, 20))
  expect(p99(waited(answered(...rising, ...alike(8_000, 19), 90_000)))).toBe(rounded(8_000))
})

test('without given-up ones it is the nearest rank, rounded; with them it is never shorter', () => {
  const times = fc.array(MS, { minLength: 20, maxLength: 200 })
  fc.assert(
    fc.property(times, fc.array(MS, { maxLength: 200 }), (came, left) => {
      const known = waited(answered(...came))
      const sorted = came.toSorted((a, b) => a - b)
      const nearest = sorted[Math.ceil(0.95 * sorted.length - 1e-9) - 1] ?? 0
      const without = percentileMs(known, STREAM, 0.95, NOW) ?? 0
      expect(without).toBe(rounded(nearest))
      const more = percentileMs(waited(givenUp(...left), known), STREAM, 0.95, NOW) ?? 0
      expect(more).toBeGreaterThanOrEqual(without)
    }),
    { numRuns: 60 },
  )
})

test('a wait counts half in the mean after five minutes, and one that was given up adds its time alone', () => {
  const minutes = 60_000
  const once = waited(answered(1_000))
  const twice = waited(answered(4_000), once, NOW + 5 * minutes)
  expect(meanMs(twice, STREAM, NOW + 5 * minutes)).toBeCloseTo((1_000 / 2 + 4_000) / 1.5)
  expect(meanMs(twice, STREAM, NOW + 20 * minutes)).toBeCloseTo(3_000)
  expect(meanMs(waited(givenUp(500), once), STREAM, NOW)).toBe(1_500)
  expect(meanMs(waited(givenUp(500)), STREAM, NOW)).toBe(Infinity)
  expect(meanMs(waited(givenUp(0)), STREAM, NOW)).toBe(Infinity)
  expect(meanMs(twice, { ...STREAM, stream: false }, NOW)).toBe(null)
  expect([meanMs(once, STREAM, NOW + 50 * minutes - 1), meanMs(once, STREAM, NOW + 50 * minutes)]).toEqual([
    1_000,
    null,
  ])
})

test('the mean starts afresh when the clock is set back, and bears being set right', () => {
  const later = waited(answered(1_000))
  expect(meanMs(waited(answered(3_000), later, NOW - 5_000), STREAM, NOW)).toBe(2_000)
  expect(meanMs(waited(answered(3_000), later, NOW - 5_001), STREAM, NOW - 5_001)).toBe(3_000)
})
