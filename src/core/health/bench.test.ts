import fc from 'fast-check'
import { expect, test } from 'vitest'
import { given } from '../../../test/support/fleet.ts'
import {
  benchFor,
  concerns,
  ended,
  isTimedLimit,
  onBenched,
  onRecheckFailed,
  returnedAt,
  type Bench,
  BENCH_REASONS,
  type BenchReason,
  type Cause,
} from './bench.ts'

const NOW = 1_000_000
const MINUTE = 60_000
const HALF_HOUR = 30 * MINUTE
const DAY = 86_400_000

const cause = (reason: BenchReason, more: Partial<Cause> = {}): Cause => ({
  reason,
  model: 'opus',
  told: null,
  sentAt: NOW,
  ...more,
})
const told = (waitMs: number) => ({ waitMs, origin: 'retry-after' as const })
/** The bench that one refusal makes. */
const benchOf = (one: Cause, now = NOW): Bench | undefined => onBenched([], one, now)[0]
const lasts = (one: Cause): number => (benchOf(one)?.until ?? NOW) - NOW

test('each reason has its usual time, and some of them a look before its end', () => {
  expect(benchOf(cause('rate-limit'))).toEqual({
    reason: 'rate-limit',
    model: 'opus',
    since: NOW,
    until: NOW + 30_000,
    origin: 'usual',
    strikes: 1,
    recheckAt: null,
  })
  const rows: readonly (readonly [BenchReason, number, number | null])[] = [
    ['overload', 5_000, null],
    ['outage', 5_000, null],
    ['model-missing', 10 * MINUTE, null],
    ['credential', HALF_HOUR, NOW + HALF_HOUR - 30_000],
    ['balance', HALF_HOUR, NOW + HALF_HOUR - 30_000],
  ]
  for (const [reason, ms, recheckAt] of rows) {
    expect(benchOf(cause(reason))).toMatchObject({ until: NOW + ms, recheckAt, origin: 'usual' })
  }
})

test('a told time is taken, with its origin; over half an hour it is looked at half-way', () => {
  expect(benchOf(cause('rate-limit', { told: told(7_000) }))).toMatchObject({
    until: NOW + 7_000,
    origin: 'retry-after',
    recheckAt: null,
    strikes: 0,
  })
  expect(benchOf(cause('rate-limit', { told: told(HALF_HOUR) }))?.recheckAt).toBe(null)
  expect(benchOf(cause('rate-limit', { told: told(5 * 60 * MINUTE) }))).toMatchObject({
    until: NOW + 300 * MINUTE,
    recheckAt: NOW + 150 * MINUTE,
  })
})

test('beyond eight days a told time is not plausible: half an hour and a look', () => {
  expect(lasts(cause('rate-limit', { told: told(8 * DAY) }))).toBe(8 * DAY)
  expect(benchOf(cause('rate-limit', { told: told(8 * DAY + 1) }))).toMatchObject({
    until: NOW + HALF_HOUR,
    recheckAt: NOW + HALF_HOUR - 30_000,
    origin: 'retry-after',
  })
})

/** How long each of some refusals of one kind lasts, each met after the bench before it was over. */
function series(reason: BenchReason, count: number): readonly number[] {
  let benches: readonly Bench[] = []
  let now = NOW
  return Array.from({ length: count }, () => {
    benches = onBenched(benches, cause(reason, { sentAt: now }), now)
    const ms = (benchFor(benches, 'opus', now)?.until ?? now) - now
    now += ms
    return ms
  })
}

test('what tells no time doubles, up to its maximum', () => {
  expect(series('rate-limit', 7)).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000])
  expect(series('overload', 7)).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000])
  expect(series('credential', 3)).toEqual([HALF_HOUR, HALF_HOUR, HALF_HOUR])
  expect(series('overload', 40).at(-1)).toBe(120_000)
})

test('strikes fall by one with each five quiet minutes after the end', () => {
  const two = onBenched(onBenched([], cause('overload'), NOW), cause('overload', { sentAt: NOW }), NOW)
  const until = NOW + 10_000
  expect(benchFor(two, 'opus', NOW)).toMatchObject({ until, strikes: 2 })
  const nextLasts = (quietMs: number) => {
    const now = until + quietMs
    return (
      (benchFor(onBenched(two, cause('overload', { sentAt: now }), now), 'opus', now)?.until ?? now) - now
    )
  }
  expect([0, 299_999, 300_000, 600_000, DAY].map(nextLasts)).toEqual([20_000, 20_000, 10_000, 5_000, 5_000])
})

test('thirty requests that meet one overload are one overload', () => {
  let benches = onBenched([], cause('overload', { sentAt: NOW - 50 }), NOW)
  const first = benches
  for (let i = 0; i < 29; i++) benches = onBenched(benches, cause('overload', { sentAt: NOW - 1 }), NOW + i)
  expect(benches).toBe(first)
  expect(onBenched(benches, cause('overload', { sentAt: NOW }), NOW + 1)).not.toBe(first)
  const later = onBenched(first, cause('overload', { sentAt: NOW - 1, told: told(60_000) }), NOW)
  expect(benchFor(later, 'opus', NOW)?.until).toBe(NOW + 60_000)
  const over = onBenched(first, cause('overload', { sentAt: NOW - 1 }), NOW + 5_000)
  expect(benchFor(over, 'opus', NOW + 5_000)?.until).toBe(NOW + 15_000)
})

test('of one reason and model the later end stays, with its origin, since the first', () => {
  const long = onBenched([], cause('rate-limit', { told: told(60_000) }), NOW)
  const short = onBenched(long, cause('rate-limit', { told: { waitMs: 1_000, origin: 'unified' } }), NOW + 10)
  expect(short).toEqual(long)
  const longer = onBenched(
    long,
    cause('rate-limit', { told: { waitMs: 60_000, origin: 'unified' } }),
    NOW + 10,
  )
  expect(longer).toEqual([{ ...long[0], until: NOW + 60_010, origin: 'unified', since: NOW }])
})

test('reasons and models have benches of their own; the longest that concerns a model is named', () => {
  let benches = onBenched([], cause('overload'), NOW)
  benches = onBenched(benches, cause('overload', { model: 'haiku', told: told(90_000) }), NOW)
  benches = onBenched(benches, cause('balance', { model: null, told: told(8_000) }), NOW)
  expect(benches).toHaveLength(3)
  expect(benchFor(benches, 'opus', NOW)).toMatchObject({ reason: 'balance', until: NOW + 8_000 })
  expect(benchFor(benches, 'haiku', NOW)).toMatchObject({ reason: 'overload', until: NOW + 90_000 })
  expect(benchFor(benches, null, NOW)).toMatchObject({ reason: 'balance' })
  expect(benchFor(benches, 'opus', NOW + 8_000)).toBe(null)
  expect(benchFor(benches, 'sonnet', NOW + 8_000)).toBe(null)
})

test('a bench whose beginning lies ahead was written by another clock and counts no more', () => {
  const benches = onBenched([], cause('rate-limit', { told: told(DAY) }), NOW)
  expect(benchFor(benches, 'opus', NOW - 5_000)).not.toBe(null)
  expect(benchFor(benches, 'opus', NOW - 5_001)).toBe(null)
  expect(onBenched(benches, cause('overload'), NOW - DAY)).toHaveLength(1)
  const struck = onBenched([], cause('rate-limit'), NOW)
  expect(onBenched(struck, cause('overload'), NOW - DAY)).toHaveLength(1)
})

test('what is over and forgotten makes room; of too many the one that ends first goes', () => {
  const old = onBenched([], cause('model-missing', { model: 'a' }), NOW)
  expect(onBenched(old, cause('overload'), NOW + 10 * MINUTE + 299_999)).toHaveLength(2)
  expect(onBenched(old, cause('overload'), NOW + 10 * MINUTE + 300_000)).toHaveLength(1)
  const crowd = (waitOf: (i: number) => number): readonly Bench[] =>
    Array.from({ length: 100 }, (_, i) =>
      cause('rate-limit', { model: `m${String(i)}`, told: told(waitOf(i)) }),
    ).reduce<readonly Bench[]>((before, one) => onBenched(before, one, NOW), [])
  const falling = crowd((i) => 100_000 - i)
  expect(falling).toHaveLength(64)
  expect(benchFor(falling, 'm0', NOW)).not.toBe(null)
  expect(benchFor(falling, 'm99', NOW)).not.toBe(null)
  expect(benchFor(falling, 'm98', NOW)).toBe(null)
  const rising = crowd((i) => 100_000 + i)
  expect(benchFor(rising, 'm35', NOW)).toBe(null)
  expect(benchFor(rising, 'm36', NOW)).not.toBe(null)
})

test('only a limit whose end was told is a timed limit', () => {
  const timed = (one: Cause) => isTimedLimit(given(benchOf(one)))
  expect(timed(cause('rate-limit', { told: told(1_000) }))).toBe(true)
  expect(timed(cause('rate-limit'))).toBe(false)
  expect(timed(cause('outage', { told: told(1_000) }))).toBe(false)
})

test('ending keeps the strikes, and touches nothing that is not picked or is over', () => {
  const benches = onBenched(onBenched([], cause('overload'), NOW), cause('rate-limit'), NOW)
  const after = ended(benches, ({ reason }) => reason === 'overload', NOW + 1_000)
  expect(after[0]).toMatchObject({ reason: 'overload', until: NOW + 1_000, strikes: 1, recheckAt: null })
  expect(after[1]).toBe(benches[1])
  expect(ended(benches, () => false, NOW)).toBe(benches)
  expect(ended(benches, () => true, NOW + DAY)).toBe(benches)
})

test('a failed look leaves a limit its end, and gives the rest half an hour more', () => {
  const limit = given(benchOf(cause('rate-limit', { told: told(100 * MINUTE) })))
  expect(onRecheckFailed(limit, NOW + 50 * MINUTE)).toEqual({ ...limit, recheckAt: NOW + 80 * MINUTE })
  expect(onRecheckFailed(limit, NOW + 70 * MINUTE)).toEqual({ ...limit, recheckAt: null })
  const key = given(benchOf(cause('credential')))
  expect(onRecheckFailed(key, NOW + 29 * MINUTE)).toEqual({
    ...key,
    until: NOW + 59 * MINUTE,
    recheckAt: NOW + 59 * MINUTE - 30_000,
  })
})

test('an endpoint is back since the last bench that kept the model out', () => {
  let benches = onBenched([], cause('overload'), NOW)
  benches = onBenched(benches, cause('rate-limit', { model: 'haiku' }), NOW)
  expect(returnedAt(benches, 'opus', NOW)).toBe(null)
  expect(returnedAt(benches, 'opus', NOW + 5_000)).toBe(NOW + 5_000)
  expect(returnedAt(benches, 'opus', NOW + 60_000)).toBe(NOW + 5_000)
  expect(returnedAt(benches, 'haiku', NOW + 60_000)).toBe(NOW + 30_000)
  const both = onBenched(benches, cause('rate-limit'), NOW)
  expect(returnedAt(both, 'opus', NOW + 60_000)).toBe(NOW + 30_000)
  expect(returnedAt(both.toReversed(), 'opus', NOW + 60_000)).toBe(NOW + 30_000)
})

test('a bench concerns its model, or everybody', () => {
  expect([concerns({ model: null } as Bench, 'x'), concerns({ model: 'x' } as Bench, 'x')]).toEqual([
    true,
    true,
  ])
  expect([concerns({ model: 'x' } as Bench, 'y'), concerns({ model: 'x' } as Bench, null)]).toEqual([
    false,
    false,
  ])
})

const REFUSAL = fc.record({
  reason: fc.constantFrom(...BENCH_REASONS),
  model: fc.constantFrom('opus', 'haiku', null),
  waitMs: fc.option(fc.integer({ min: 1, max: 20 * DAY })),
  afterMs: fc.integer({ min: 0, max: 600_000 }),
  sentAgoMs: fc.integer({ min: 0, max: 60_000 }),
})

test('a further refusal never shortens a bench, and nothing is benched for longer than is plausible', () => {
  fc.assert(
    fc.property(fc.array(REFUSAL, { maxLength: 60 }), (refusals) => {
      let now = NOW
      let benches: readonly Bench[] = []
      for (const { afterMs, model, reason, sentAgoMs, waitMs } of refusals) {
        now += afterMs
        const before = ['opus', 'haiku', null].map((one) => benchFor(benches, one, now)?.until ?? 0)
        const time = waitMs === null ? null : told(waitMs)
        benches = onBenched(benches, { reason, model, told: time, sentAt: now - sentAgoMs }, now)
        const after = ['opus', 'haiku', null].map((one) => benchFor(benches, one, now)?.until ?? 0)
        expect(after.every((until, index) => until >= (before[index] ?? 0))).toBe(true)
        expect(benchFor(benches, model, now)).not.toBe(null)
        for (const bench of benches) expect(bench.until - now).toBeLessThanOrEqual(8 * DAY)
        const keys = benches.map((bench) => `${bench.reason} ${String(bench.model)}`)
        expect(new Set(keys).size).toBe(keys.length)
      }
    }),
    { numRuns: 200 },
  )
})
