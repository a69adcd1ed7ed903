import fc from 'fast-check'
import { expect, test } from 'vitest'
import { meanMs, NO_LATENCY, onWaited, percentileMs, type Latency, type Wait } from './latency.ts'
import { latencyOf, savedLatency } from './saved-latency.ts'

const NOW = 1_000_000_000
const HOUR = 3_600_000

const asJson = (latency: Latency): unknown => JSON.parse(JSON.stringify(savedLatency(latency)))
const batchesOf = (latency: Latency) => latency.map(({ batches }) => batches)

test('what was saved is read as it was, of every kind and size', () => {
  const waits = fc.record({
    question: fc.record({ stream: fc.boolean(), bytes: fc.integer({ min: 0, max: 2 ** 26 }) }),
    wait: fc.record<Wait>({
      end: fc.constantFrom('answered' as const, 'given-up' as const),
      ms: fc.integer({ min: 0, max: 2 ** 21 }),
    }),
    times: fc.integer({ min: 1, max: 150 }),
    afterMs: fc.integer({ min: 0, max: 4 * HOUR }),
  })
  fc.assert(
    fc.property(fc.array(waits, { maxLength: 40 }), (steps) => {
      let now = NOW
      let latency = NO_LATENCY
      for (const { afterMs, question, times, wait } of steps) {
        now += afterMs
        for (let i = 0; i < times; i++) latency = onWaited(latency, question, wait, now)
      }
      const live = (batches: Latency[number]['batches']) =>
        batches.filter(({ since }) => now < since + 24 * HOUR)
      expect(batchesOf(latencyOf(asJson(latency), now))).toEqual(batchesOf(latency).map(live))
    }),
    { numRuns: 60 },
  )
})

test('what is not known is not written', () => {
  expect(savedLatency(NO_LATENCY)).toEqual([])
  const one = onWaited(NO_LATENCY, { stream: true, bytes: 5_000 }, { end: 'given-up', ms: 1_000 }, NOW)
  expect(savedLatency(one)).toEqual([
    {
      ...{ stream: true, size: 1, batches: [{ since: NOW, answered: [], givenUp: [[1_024, 1]] }] },
      recent: { at: NOW, answers: 0, totalMs: 1_000, answeredMs: 0, squaresMs: 0 },
    },
  ])
})

const GOOD = { since: NOW, answered: [[1_000, 150]], givenUp: [[120_000, 50]] }
const times = (batch: unknown) => [{ stream: true, size: 0, batches: [batch] }]
const isKept = (json: unknown): boolean => latencyOf(json, NOW) !== NO_LATENCY

test('means come back as they were, unless they make no sense', () => {
  const question = { stream: true, bytes: 5_000 }
  const one = onWaited(NO_LATENCY, question, { end: 'answered', ms: 1_000 }, NOW)
  const both = onWaited(one, question, { end: 'answered', ms: 3_000 }, NOW + 60_000)
  const saved = latencyOf(asJson(both), NOW + 60_000)
  expect(saved.map(({ recent }) => recent)).toEqual(both.map(({ recent }) => recent))
  expect(meanMs(saved, question, NOW + 60_000)).toBeGreaterThan(2_000)
  for (const wrong of [
    { at: NOW + 90_000 },
    { answers: -1 },
    { totalMs: null },
    { answeredMs: 'x' },
    { squaresMs: -1 },
  ]) {
    const [times] = savedLatency(both)
    const json = [{ ...times, recent: { ...times?.recent, ...wrong } }]
    expect(meanMs(latencyOf(json, NOW + 60_000), question, NOW + 60_000), JSON.stringify(wrong)).toBeNull()
  }
})

test('a batch is taken over whole or not at all', () => {
  const kept = latencyOf(times(GOOD), NOW)
  expect(percentileMs(kept, { stream: true, bytes: 0 }, 0.5, NOW)).toBe(1_024)
  expect(kept[0]?.batches[0]).toMatchObject({ answers: 150, size: 200 })
  expect(isKept(times({ ...GOOD, since: NOW + 5_000 }))).toBe(true)
  for (const wrong of [
    { since: NOW + 5_001 },
    { since: NOW - 24 * HOUR },
    { since: -1 },
    { since: 'now' },
    { answered: null },
    { answered: [[1_000, 151]] },
    { answered: [[1_000, 0]] },
    { answered: [[1_000, 1.5]] },
    { answered: [[1_000, '1']] },
    { answered: [[-1, 1]] },
    { answered: [['1', 1]] },
    { answered: [[1_000]] },
    { answered: [5] },
    { givenUp: undefined },
    { givenUp: [[1_000, 1], null] },
    { givenUp: {} },
  ]) {
    expect([wrong, isKept(times({ ...GOOD, ...wrong }))]).toEqual([wrong, false])
  }
})

test('one bad batch does not spoil the rest, and of many two are taken', () => {
  const [one] = times(GOOD)
  const batches = [null, { ...GOOD, since: NOW - 1 }, GOOD, GOOD]
  expect(latencyOf([5, { ...one, size: 9 }, { ...one, batches }], NOW)[0]?.batches).toHaveLength(1)
})

test('garbage is read as nothing known', () => {
  for (const garbage of [null, undefined, 5, 'x', {}, [null], [{ stream: true, size: 0 }]]) {
    expect(isKept(garbage)).toBe(false)
  }
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (anything, other) => {
      latencyOf(anything, NOW)
      latencyOf(times(anything), NOW)
      return latencyOf(times({ ...GOOD, answered: [anything, [other, anything]] }), NOW).length === 12
    }),
  )
})
