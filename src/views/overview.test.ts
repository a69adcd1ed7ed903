import { expect, test } from 'vitest'
import { attemptStep, trail } from '../../test/support/trails.ts'
import { NO_RECEIPT } from '../core/usage.ts'
import type { Trail } from '../ports/trail.ts'
import { countTrail, type MinutesKnown } from './minute.ts'
import { overviewOf } from './overview.ts'

const MINUTE = 60_000
const NOW = 1_000 * MINUTE + 30_000
const MIDNIGHT = 910 * MINUTE

const usage = {
  ...{ input: 10, output: 20, cacheRead: 5, cacheWrite5m: 3, cacheWrite1h: 4, webSearches: 0 },
  ...{ tier: null, speed: null, place: null, isPartial: false },
}
const priced = { model: 'claude-opus-4-5', stopReason: 'end_turn', usage }
const ended = (agoMs: number, more: Partial<Trail> = {}): Trail =>
  trail({ arrivedAt: NOW - agoMs - 50, tookMs: 50, ...more })
function overview(...trails: readonly Trail[]) {
  const minutes: MinutesKnown = new Map()
  for (const one of trails) countTrail(minutes, one, 0)
  return overviewOf([...minutes.values()], NOW, MIDNIGHT)
}

test('an hour in minutes, the last of which is not over', () => {
  const { minutes } = overview(
    ended(0),
    ended(0, { contentAfterMs: 40 }),
    ended(59 * MINUTE),
    ended(60 * MINUTE),
  )
  expect([minutes.length, minutes[0]?.since, minutes[59]?.since]).toEqual([60, 941 * MINUTE, 1_000 * MINUTE])
  expect(minutes.map(({ requests }) => requests).filter((count) => count > 0)).toEqual([1, 2])
  expect(minutes[59]).toMatchObject({ requests: 2, served: 2, cancelled: 0, p50Ms: 20, p95Ms: 40 })
  expect(minutes[30]).toMatchObject({ requests: 0, p50Ms: null, p95Ms: null })
})

test.each<[string, readonly Trail[], number | null]>([
  ['nobody asked', [], null],
  ['everybody left', [ended(0, { ending: 'cancelled' })], null],
  ['one of two', [ended(0), ended(0, { ending: 'broken' })], 50],
  ['a cancel speaks neither for nor against', [ended(0), ended(0, { ending: 'cancelled' })], 100],
  [
    'what QCC answers itself is no message',
    [ended(0, { ending: 'local' }), ended(0, { kind: 'count' })],
    null,
  ],
  [
    'nobody waits for what the queue sends',
    [ended(0, { steps: [{ kind: 'queue', what: 'sent-again', item: 'a', afterMs: 0, considered: [] }] })],
    null,
  ],
])('success as clients saw it: %s', (_what, trails, percent) => {
  expect(overview(...trails).successPercent).toBe(percent)
})

test('today is what ended since midnight, with what every attempt used; what is not known is no nothing', () => {
  const steps = [
    attemptStep({ receipt: priced }),
    attemptStep({ receipt: { ...priced, model: 'of-nobody' } }),
    attemptStep({ receipt: NO_RECEIPT, progress: 'sent', outcome: 'unreachable' }),
  ]
  const { today } = overview(ended(80 * MINUTE, { steps }), ended(91 * MINUTE, { steps }))
  expect(today).toMatchObject({ since: MIDNIGHT, requests: 1, served: 1 })
  expect(today.tokens).toEqual({ input: 20, output: 40, cacheRead: 10, cacheWrite: 14 })
  expect(today.cost).toMatchObject({ isLeast: false, unknown: 1 })
  expect(today.cost.microDollars).toBeGreaterThan(0)
})

test('shares are those of the last five minutes, the most first', () => {
  const { shares } = overview(
    ...[ended(0), ended(MINUTE), ended(2 * MINUTE, { endpoint: 'work/b' }), ended(3 * MINUTE)],
    ...[ended(6 * MINUTE, { endpoint: 'work/c' }), ended(0, { endpoint: 'work/d', ending: 'broken' })],
  )
  expect(shares).toEqual([
    { endpoint: 'work/a', requests: 3, percent: 75 },
    { endpoint: 'work/b', requests: 1, percent: 25 },
  ])
})
