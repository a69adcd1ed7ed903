import { expect, test } from 'vitest'
import type { Digest } from '../core/health/digest.ts'
import { dotOf, overTime } from './over-time.ts'

const digest = (since: number, more: Partial<Digest> = {}): Digest => ({
  ...{ endpoint: 'a', source: 'traffic', since, goods: 1, all: 2, times: [[300, 1]], tokens: 0, tokensMs: 0 },
  ...more,
})

test('stretches are of the same length, and what began at the very end is in the last', () => {
  const found = overTime(
    [digest(1_000), digest(1_499, { times: [[900, 1]] }), digest(2_000, { source: 'probes', all: 1 })],
    ...([1_000, 2_000, 2] as const),
  )
  expect(found).toEqual([
    { since: 1_000, requests: 4, served: 2, p50Ms: 300, p95Ms: 900, checks: 0, passed: 0 },
    { since: 1_500, requests: 0, served: 0, p50Ms: null, p95Ms: null, checks: 1, passed: 1 },
  ])
})

test.each([
  [{ requests: 0, served: 0, checks: 0, passed: 0 }, 'none'],
  [{ requests: 0, served: 0, checks: 2, passed: 1 }, 'mixed'],
  [{ requests: 2, served: 2, checks: 2, passed: 0 }, 'good'],
  [{ requests: 2, served: 0, checks: 2, passed: 2 }, 'bad'],
])('%j is %s', (counts, dot) => {
  expect(dotOf({ since: 0, p50Ms: null, p95Ms: null, ...counts })).toBe(dot)
})
