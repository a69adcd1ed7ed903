import { expect, test } from 'vitest'
import type { Digest } from '../core/health/digest.ts'
import { addTo, dotOf, overTime, stretchAt } from './over-time.ts'

const digest = (since: number, more: Partial<Digest> = {}): Digest => ({
  ...{ endpoint: 'a', source: 'traffic', since, goods: 1, all: 2, times: [[300, 1]], tokens: 3, tokensMs: 4 },
  ...more,
})

test('stretches are of the same length, what began at the very end is in the last, and what was before is in none', () => {
  const found = overTime(1_000, 2_000, 2)
  for (const one of [
    ...[digest(999), digest(1_000), digest(1_499, { times: [[900, 1]] })],
    ...[digest(2_000, { source: 'probes', all: 1 }), digest(2_500, { source: 'probes', all: 1, goods: 0 })],
  ]) {
    addTo(found, one)
  }
  expect([0, 1].map((at) => stretchAt(found, at))).toEqual([
    { since: 1_000, requests: 4, served: 2, p50Ms: 300, p95Ms: 900, checks: 0, passed: 0 },
    { since: 1_500, requests: 0, served: 0, p50Ms: null, p95Ms: null, checks: 2, passed: 1 },
  ])
  const times = new Map([
    [300, 1],
    [900, 1],
  ])
  expect(found.whole.traffic).toEqual({ goods: 2, all: 4, tokens: 6, tokensMs: 8, times })
  expect(found.whole.probes).toMatchObject({ goods: 1, all: 2, times: new Map([[300, 2]]) })
})

test.each([
  [{ requests: 0, served: 0, checks: 0, passed: 0 }, 'none'],
  [{ requests: 0, served: 0, checks: 2, passed: 1 }, 'mixed'],
  [{ requests: 2, served: 2, checks: 2, passed: 0 }, 'good'],
  [{ requests: 2, served: 0, checks: 2, passed: 2 }, 'bad'],
])('%j is %s', (counts, dot) => {
  expect(dotOf(counts)).toBe(dot)
})
