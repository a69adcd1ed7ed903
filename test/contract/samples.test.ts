import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Check } from '../../src/core/health/check.ts'
import { mergedAll } from '../../src/core/health/digest.ts'
import type { HealthEvent, History } from '../../src/ports/history.ts'
import { openHistory } from '../../src/store/open-history.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { attemptStep, trail } from '../support/trails.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = 1_000 * DAY + 5 * HOUR

async function opened(): Promise<History> {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  const history = await openHistory(join(folder, 'history.db'))
  onTestFinished(() => {
    history.close()
  })
  return history
}

const asked = (at: number, outcome: 'ok' | 'empty' | 'cancelled' = 'ok', contentMs: number | null = 500) =>
  trail({
    arrivedAt: at,
    tookMs: 900,
    steps: [attemptStep({ afterMs: 0, endpointId: 'a', outcome, contentMs, tookMs: 900 })],
  })
const check: Check = {
  ...{ at: NOW, kind: 'conversation', model: 'haiku', verdict: 'ok', quality: 90 },
  ...{
    firstByteMs: 200,
    firstContentMs: 300,
    totalMs: 800,
    tokens: { in: 50, out: 20 },
    modelNamed: 'haiku',
  },
}
const checked = (more: Partial<Check> = {}): HealthEvent => ({
  ...{ kind: 'check', at: NOW, endpointId: 'a', check: { ...check, ...more } },
})
const figures = async ({ samples }: History, since = 0) =>
  mergedAll(await samples.since(since)).map(({ all, goods, source, times }) => [
    source,
    `${String(goods)}/${String(all)}`,
    times.reduce((sum, [, count]) => sum + count, 0),
  ])

test('requests and checks are counted apart, and what says nothing of an endpoint is not', async () => {
  const history = await opened()
  await history.requests.add([asked(NOW), asked(NOW, 'empty', null), asked(NOW, 'cancelled')])
  await history.healthEvents.add([
    checked(),
    checked({ verdict: 'malformed', firstContentMs: null }),
    checked({ verdict: 'refused-by-relay', firstContentMs: null }),
    checked({ kind: 'free' }),
  ])
  expect(await figures(history)).toEqual([
    ['traffic', '1/2', 1],
    ['probes', '1/2', 1],
  ])
  expect(await figures(history, NOW + 1_000)).toEqual([])
})

test('after a week they are kept by the hour, after a month by the day, after a year no more', async () => {
  const history = await opened()
  const at = [NOW, NOW + 60_000, NOW + HOUR]
  for (const instant of at) await history.requests.add([asked(instant)])
  const lengths = async () => (await history.samples.since(0)).map(({ all, since }) => [since, all])
  const raw = at.map((since) => [since, 1])
  await history.samples.rollUp(NOW + 7 * DAY, 100)
  expect(await lengths()).toEqual(raw)
  await history.samples.rollUp(NOW + 8 * DAY, 2)
  expect(await lengths()).toEqual([[NOW, 2], raw[2]])
  await history.samples.rollUp(NOW + 8 * DAY, 100)
  expect(await lengths()).toEqual([
    [NOW, 2],
    [NOW + HOUR, 1],
  ])
  await history.samples.rollUp(NOW + 31 * DAY, 100)
  expect(await lengths()).toEqual([[1_000 * DAY, 3]])
  expect(await figures(history)).toEqual([['traffic', '3/3', 3]])
  await history.samples.rollUp(NOW + 366 * DAY, 100)
  expect(await lengths()).toEqual([])
})

test('those of one endpoint are read in parts, what was rolled up as well', async () => {
  const history = await opened()
  const ended = (at: number, endpointId: string) =>
    trail({ arrivedAt: at, tookMs: 0, steps: [attemptStep({ afterMs: 0, endpointId })] })
  await history.requests.add([ended(NOW - 8 * DAY, 'a'), ended(NOW - 8 * DAY, 'b')])
  await history.samples.rollUp(NOW, 100)
  for (let n = 0; n < 600; n++) await history.requests.add([ended(NOW + n, n % 3 === 0 ? 'b' : 'a')])
  const parts = async (since: number, endpoints: readonly string[]) => {
    const found: number[] = []
    for (let next: number | null = null; ;) {
      const part = await history.samples.part({ since, endpoints }, next)
      found.push(part.digests.reduce((sum, { all }) => sum + all, 0))
      next = part.next
      if (next === null) return found
    }
  }
  expect(await parts(0, ['a'])).toEqual([1, 342, 58, 0])
  expect(await parts(0, ['a', 'b'])).toEqual([2, 512, 88, 0])
  expect(await parts(NOW + 590, ['b'])).toEqual([0, 3, 0])
  expect(await parts(0, ['c'])).toEqual([0, 0, 0, 0])
})

test('what comes late is added to its hour', async () => {
  const history = await opened()
  for (const instant of [NOW, NOW + 60_000]) {
    await history.requests.add([asked(instant)])
    await history.samples.rollUp(NOW + 8 * DAY, 100)
  }
  expect((await history.samples.since(0)).map(({ all, since }) => [since, all])).toEqual([[NOW, 2]])
})

test('what happened to endpoints comes back as it was, of one or of all, and the oldest goes', async () => {
  const history = await opened()
  const events: readonly HealthEvent[] = [
    checked(),
    { kind: 'news', at: NOW + 1, endpointId: 'b', news: { kind: 'circuit-opened', until: NOW + 9 } },
    { kind: 'news', at: NOW + 2, endpointId: 'a', news: { kind: 'circuit-closed' } },
  ]
  await history.healthEvents.add(events)
  await history.healthEvents.add([])
  expect(await history.healthEvents.newest(null, 9)).toEqual(events.toReversed())
  expect(await history.healthEvents.newest('a', 1)).toEqual([events[2]])
  await history.healthEvents.prune({ most: 2, since: 0 })
  expect(await history.healthEvents.newest(null, 9)).toEqual(events.slice(1).toReversed())
  await history.healthEvents.prune({ most: 2, since: NOW + 2 })
  expect(await history.healthEvents.newest(null, 9)).toEqual([events[2]])
})
