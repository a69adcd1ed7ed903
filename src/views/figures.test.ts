import { expect, test } from 'vitest'
import type { Digest } from '../core/health/digest.ts'
import { figuresOf, sparkline } from './figures.ts'

const digest = (more: Partial<Digest> = {}): Digest => ({
  ...{ endpoint: 'a', source: 'traffic', since: 0, goods: 1, all: 2 },
  ...{ times: [[500, 1]], tokens: 60, tokensMs: 1_500 },
  ...more,
})

test('figures are those of one source, and tell what is not known', () => {
  const digests = [digest(), digest({ times: [[1_500, 1]] }), digest({ source: 'probes', endpoint: 'b' })]
  expect([...figuresOf(digests, 'traffic')]).toEqual([
    [
      'a',
      {
        observations: 4,
        successPercent: 50,
        meanMs: 1_000,
        p50Ms: 500,
        p95Ms: 1_500,
        p99Ms: 1_500,
        tokensPerSecond: 40,
      },
    ],
  ])
  const nothing = digest({ goods: 0, all: 0, times: [], tokens: 0, tokensMs: 0 })
  expect(figuresOf([nothing], 'traffic').get('a')).toEqual({
    ...{ observations: 0, successPercent: null, meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null },
    tokensPerSecond: null,
  })
})

test('a sparkline shows the success of each stretch, and where nobody asked', () => {
  const digests = [
    digest({ since: 0, goods: 2, all: 2 }),
    digest({ since: 25, goods: 0, all: 3 }),
    digest({ since: 99, goods: 1, all: 2 }),
    digest({ since: -5, goods: 2, all: 2 }),
  ]
  expect(sparkline(digests, 0, 100, 4)).toBe('█▁ ▅')
})
