import { expect, test } from 'vitest'
import { trail } from '../../test/support/trails.ts'
import type { TrailBatch } from '../ports/history.ts'
import { readOverview } from './overview.ts'
import { newestRequests, requestPage } from './request-list.ts'
import { trailPages } from './trail-pages.ts'

const MINUTE = 60_000
const NOW = new Date(2026, 10, 28, 12).getTime()

/** Batches of so many requests, the newest last, each of which ended a minute after the one before; and how many were read. */
function kept(sizes: readonly number[], newestAgoMs = 0) {
  const batches = sizes.map((size, at): TrailBatch => {
    const endedAt = NOW - newestAgoMs - (sizes.length - 1 - at) * MINUTE
    const one = (index: number) => {
      const names = { request: `${String(at)}-${String(index)}`, model: `m${String(at)}` }
      return trail({ arrivedAt: endedAt - 50, ...names })
    }
    return { number: at + 1, endedAt, trails: Array.from({ length: size }, (_, index) => one(index)) }
  })
  const at = { read: 0 }
  const requests = {
    batches: async (before: number | null) => {
      const page = batches.filter(({ number }) => number < (before ?? Infinity)).slice(-1)
      at.read += page.length
      return page
    },
  }
  return { at, pages: trailPages({ requests } as unknown as Parameters<typeof trailPages>[0]) }
}

test.each<[sizes: readonly number[], model: string | undefined, count: number, expected: string]>([
  [[2, 2], undefined, 3, '1-1 1-0 0-1'],
  [[2, 2], undefined, 9, '1-1 1-0 0-1 0-0'],
  [[2, 2], 'm0', 1, '0-1'],
  [[2, 2], 'other', 1, ''],
  [[], undefined, 1, ''],
  // Further back than one page of a list looks.
  [[1, 3_000, 3_000], 'm0', 1, '0-0'],
])('of %j those of %j, %i at the most, are %j', async (sizes, model, count, expected) => {
  const found = await newestRequests({ model }, count, kept(sizes).pages)
  expect(found.map(({ request }) => request).join(' ')).toBe(expected)
})

test('a page tells where the next one begins, within a batch too, and null at the end', async () => {
  const { pages } = kept([2, 2])
  const first = await requestPage({ limit: 3 }, pages)
  const second = await requestPage({ limit: 3, before: first.next ?? '' }, pages)
  expect([first.requests.length, second.requests.map(({ request }) => request), second.next]).toEqual([
    3,
    ['0-0'],
    null,
  ])
})

test('the overview reads no further back than today and the last hour', async () => {
  const { at, pages } = kept(Array.from({ length: 20 * 60 }, () => 1))
  const { minutes, today } = await readOverview(NOW, pages)
  // Midnight is twelve hours ago; the batch before it shows that there is no more.
  expect([today.requests, minutes.at(-1)?.requests, at.read]).toEqual([721, 1, 722])
  expect(await readOverview(NOW, kept([]).pages)).toMatchObject({ shares: [], today: { requests: 0 } })
})
