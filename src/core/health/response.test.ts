import { expect, test } from 'vitest'
import { NO_LATENCY, onWaited, type Latency, type Question } from './latency.ts'
import { bestTimes, responseOf, variation } from './response.ts'

const NOW = 1_000_000_000
const SMALL: Question = { stream: true, bytes: 1_000 }
const LARGE: Question = { stream: true, bytes: 1_000_000 }

const took =
  (question: Question, ...times: readonly number[]) =>
  (before: Latency): Latency =>
    times.reduce((latency, ms) => onWaited(latency, question, { end: 'answered', ms }, NOW), before)
const gaveUp =
  (question: Question, ms: number) =>
  (before: Latency): Latency =>
    onWaited(before, question, { end: 'given-up', ms }, NOW)
const of = (...steps: readonly ((before: Latency) => Latency)[]): Latency =>
  steps.reduce((latency, step) => step(latency), NO_LATENCY)

const all = (latencies: readonly Latency[], now = NOW) => {
  const best = bestTimes(latencies, now)
  return latencies.map((latency) => {
    const response = responseOf(latency, best, now)
    return response === null ? null : Math.round(response)
  })
}

test('the fastest has all, and who takes twice as long half', () => {
  expect(all([of(took(SMALL, 1_000)), of(took(SMALL, 2_000)), of(took(SMALL, 10_000))])).toEqual([
    100, 50, 10,
  ])
  expect(all([of(took(SMALL, 20_000)), of(took(SMALL, 20_000))])).toEqual([100, 100])
})

test('differences that nobody feels are none', () => {
  expect(all([of(took(SMALL, 1)), of(took(SMALL, 100)), of(took(SMALL, 200))])).toEqual([100, 100, 50])
})

test('large requests are compared with large ones, by how many there were', () => {
  const quickWithLarge = of(took(LARGE, 8_000, 8_000))
  const slowWithSmall = of(took(SMALL, 2_000), took(LARGE, 16_000, 16_000, 16_000))
  expect(all([quickWithLarge, slowWithSmall])).toEqual([100, 63])
})

test('whoever gave no answer has nothing, unless nobody did', () => {
  expect(all([of(took(SMALL, 1_000)), of(gaveUp(SMALL, 60_000))])).toEqual([100, 0])
  expect(all([of(gaveUp(SMALL, 60_000)), of(gaveUp(SMALL, 60_000))])).toEqual([null, null])
  expect(all([NO_LATENCY, of(took(SMALL, 1_000))])).toEqual([null, 100])
  expect(all([of(took(SMALL, 1_000))], NOW + 3_000_000)).toEqual([null])
  expect(bestTimes([], NOW)).toEqual([])
})

test('times vary by their spread within a kind of question, which one answer does not show', () => {
  const rounded = (latency: Latency) => variation(latency, NOW)?.toFixed(2) ?? null
  expect(rounded(of(took(SMALL, 1_000)))).toBe(null)
  expect(rounded(NO_LATENCY)).toBe(null)
  expect(rounded(of(took(SMALL, 1_000, 1_000)))).toBe('0.00')
  expect(rounded(of(took(SMALL, 1_000, 3_000)))).toBe('0.50')
  expect(rounded(of(took(SMALL, 1_000, 1_000), took(LARGE, 9_000, 9_000)))).toBe('0.00')
  expect(rounded(of(took(SMALL, 1, 41)))).toBe('0.20')
  expect(rounded(of(took(SMALL, 1_000, 3_000), gaveUp(SMALL, 90_000)))).toBe('0.50')
})
