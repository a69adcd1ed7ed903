import { expect, test } from 'vitest'
import { trail } from '../../test/support/trails.ts'
import type { Clock } from '../ports/clock.ts'
import type { TrailBatch } from '../ports/history.ts'
import { Minutes } from './minutes.ts'

/** A history in memory, and a clock whose longer waits end when told to. */
function setUp() {
  const batches: TrailBatch[] = []
  const at = { read: 0, error: null as Error | null, ends: [] as (() => void)[] }
  const clock: Clock = {
    now: () => 0,
    after: (ms, run) => {
      if (ms === 0) queueMicrotask(run)
      else at.ends.push(run)
      return () => {
        at.ends = at.ends.filter((one) => one !== run)
      }
    },
  }
  const history = {
    requests: {
      batches: async (before: number | null) => {
        if (at.error !== null) throw at.error
        const page = batches.filter(({ number }) => number < (before ?? Infinity)).slice(-2)
        at.read += page.length
        return page.toReversed()
      },
    },
  }
  const add = (endedAt: number, count = 1, number = (batches.at(-1)?.number ?? 0) + 1): void => {
    const one = trail({ arrivedAt: endedAt - 1, tookMs: 1 })
    batches.push({ number, endedAt, trails: Array.from({ length: count }, () => one) })
  }
  const minutes = new Minutes(clock)
  const counts = async (since = 0): Promise<unknown> => {
    const found = await minutes.since(since, history as unknown as Parameters<Minutes['since']>[1])
    return Object.fromEntries(found.map(({ minute, requests }) => [minute, requests]))
  }
  return { add, at, batches, counts }
}

test('all of it is read at first, after that what has come since, and nothing is counted twice', async () => {
  const { add, at, counts } = setUp()
  for (const minute of [0, 1, 1, 2, 2]) add(minute * 60_000 + 5)
  expect(await Promise.all([counts(), counts()])).toEqual([
    { 0: 1, 1: 2, 2: 2 },
    { 0: 1, 1: 2, 2: 2 },
  ])
  add(3 * 60_000, 4)
  at.read = 0
  expect(await counts()).toEqual({ 0: 1, 1: 2, 2: 2, 3: 4 })
  expect(at.read).toBe(2)
})

test('what is older than is wanted is not read, and forgotten', async () => {
  const { add, at, counts } = setUp()
  for (let minute = 0; minute < 10; minute++) add(minute * 60_000)
  expect(await counts(9 * 60_000)).toEqual({ 9: 1 })
  expect(at.read).toBe(2)
  expect(await counts(10 * 60_000)).toEqual({})
})

test('a minute after the last one asked nothing is kept, and all is read again', async () => {
  const { add, at, counts } = setUp()
  add(5)
  await counts()
  await counts()
  expect(at.ends).toHaveLength(1)
  at.ends[0]?.()
  at.read = 0
  expect([await counts(), at.read]).toEqual([{ 0: 1 }, 1])
})

test('after a failure nothing is taken for all that there is', async () => {
  const { add, at, counts } = setUp()
  add(5)
  at.error = new Error('busy')
  await expect(counts()).rejects.toThrow('busy')
  at.error = null
  expect(await counts()).toEqual({ 0: 1 })
})

test('a history that began anew is counted by itself', async () => {
  const { add, batches, counts } = setUp()
  add(5, 3, 70)
  await counts()
  batches.splice(0)
  add(60_000, 2, 1)
  expect(await counts()).toEqual({ 1: 2 })
})
