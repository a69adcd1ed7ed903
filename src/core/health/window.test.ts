import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countsAt, EMPTY_WINDOW, record, type Window } from './window.ts'

test('what is a minute old has left, to the millisecond', () => {
  const window = record(record(EMPTY_WINDOW, false, 1_000), true, 2_000)
  expect(countsAt(window, 60_999)).toEqual({ goods: 1, all: 2 })
  expect(countsAt(window, 61_000)).toEqual({ goods: 1, all: 1 })
  expect(countsAt(window, 62_000)).toEqual({ goods: 0, all: 0 })
})

test('a clock that is set back forgets; one that is set right by a little does not', () => {
  const window = record(record(EMPTY_WINDOW, true, 100_000), true, 100_000)
  expect(countsAt(window, 95_000).all).toBe(2)
  expect(countsAt(window, 94_999).all).toBe(0)
  expect(countsAt(record(window, false, 95_000), 100_000)).toEqual({ goods: 2, all: 3 })
  expect(countsAt(record(window, false, 94_999), 94_999)).toEqual({ goods: 0, all: 1 })
})

test('a flood is bounded, and its newest thousand are exact', () => {
  let window: Window = EMPTY_WINDOW
  for (let i = 0; i < 5_000; i++) window = record(window, i % 4 === 0, 1_000)
  const { all, goods } = countsAt(window, 1_000)
  expect(all).toBeGreaterThan(992 - 1)
  expect(all).toBeLessThanOrEqual(1_024)
  expect(goods).toBe(all / 4)
  expect(window.older.length).toBeLessThanOrEqual(63)
})

test('what is over is not kept, be it some of it or all', () => {
  const after = (window: Window, count: number, at: number): Window =>
    Array.from({ length: count }).reduce<Window>((grown) => record(grown, true, at), window)
  const window = after(after(EMPTY_WINDOW, 40, 1_000), 20, 30_000)
  expect(window.older).toHaveLength(3)
  expect(record(window, true, 60_999).older).toBe(window.older)
  expect(record(window, true, 61_000).older).toEqual(window.older.slice(2))
  expect(record(window, true, 90_000)).toEqual({ older: [], stamps: [90_000], goods: 1 })
})

/** Everything ever recorded; filtered when asked. */
interface Oracle {
  readonly stamps: readonly { readonly at: number; readonly isGood: boolean }[]
}

function recordNaively({ stamps }: Oracle, isGood: boolean, now: number): Oracle {
  const newest = stamps.at(-1)?.at ?? -Infinity
  if (now < newest - 5_000) return { stamps: [{ at: now, isGood }] }
  return { stamps: [...stamps, { at: Math.max(now, newest), isGood }] }
}

function countNaively({ stamps }: Oracle, now: number) {
  const newest = stamps.at(-1)?.at ?? -Infinity
  const live = now < newest - 5_000 ? [] : stamps.filter(({ at }) => at > Math.max(now, newest) - 60_000)
  return { goods: live.filter(({ isGood }) => isGood).length, all: live.length }
}

test('a window counts what a naive list counts, whatever the clock does', () => {
  const step = fc.record({
    afterMs: fc.oneof(
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer({ min: 0, max: 90_000 }),
      fc.integer({ min: -20_000, max: 0 }),
    ),
    isGood: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 0, max: 70_000 }), (steps, later) => {
      let now = 1_000_000
      let window: Window = EMPTY_WINDOW
      let oracle: Oracle = { stamps: [] }
      for (const { afterMs, isGood } of steps) {
        now = Math.max(1, now + afterMs)
        window = record(window, isGood, now)
        oracle = recordNaively(oracle, isGood, now)
        expect(countsAt(window, now)).toEqual(countNaively(oracle, now))
      }
      expect(countsAt(window, now + later)).toEqual(countNaively(oracle, now + later))
    }),
    { numRuns: 60 },
  )
})
