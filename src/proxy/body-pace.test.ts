import { expect, test } from 'vitest'
import { patienceMs } from './body-pace.ts'

const PACE = { idleMs: 30_000, bytesPerSecond: 4_000 }

test.each([
  ['nothing came yet', { bytes: 0, silentMs: 0, waitedMs: 0 }, 30_000],
  ['nothing came for long enough', { bytes: 0, silentMs: 30_000, waitedMs: 30_000 }, 0],
  ['it comes fast: only silence ends it', { bytes: 40_000_000, silentMs: 10_000, waitedMs: 60_000 }, 20_000],
  ['it comes at the least rate', { bytes: 40_000, silentMs: 0, waitedMs: 10_000 }, 30_000],
  ['it comes more slowly', { bytes: 40_000, silentMs: 0, waitedMs: 35_000 }, 5_000],
  ['it came more slowly for too long', { bytes: 40_000, silentMs: 0, waitedMs: 40_000 }, 0],
])('%s', (_what, progress, expected) => {
  expect(patienceMs(PACE, progress)).toBe(expected)
})

test('a rate of 0 takes any: only silence ends it', () => {
  const progress = { bytes: 1, silentMs: 10_000, waitedMs: 900_000 }
  expect(patienceMs({ ...PACE, bytesPerSecond: 0 }, progress)).toBe(20_000)
})
