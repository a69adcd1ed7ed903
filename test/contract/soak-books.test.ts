import { expect, test } from 'vitest'
import type { Trail } from '../../src/ports/trail.ts'
import { Books, type End } from '../soak/books.ts'

type Told = Pick<Trail, 'request' | 'ending' | 'status'>

const trail = (key: string, arrivedAt: number, told: Told): Trail => ({
  ...{ ...told, agent: key, arrivedAt, method: 'POST', path: '/v1/messages', kind: 'message', model: 'm' },
  ...{ stream: true, bytes: 1, session: null, fence: null, configuration: 1, steps: [], endpoint: null },
  ...{ attempts: 1, contentAfterMs: null, tookMs: 1 },
})

const whole: End = { kind: 'whole', requestId: 'r1' }
const served: Told = { request: 'r1', ending: 'served', status: 200 }

function faultsOf(end: End | null, ...trails: readonly Told[]): number {
  const books = new Books()
  books.open('a', 'a stream', 10).end = end
  for (const told of trails) books.onTrail(trail('a', 11, told))
  return books.account().faults.length
}

test.each<[string, number, End | null, readonly Told[]]>([
  ['an answer that was served', 0, whole, [served]],
  ['an answer without a trail', 1, whole, []],
  ['an answer with two', 1, whole, [served, { ...served, request: 'r2' }]],
  ['an answer that is written down twice', 1, whole, [served, served]],
  ['an answer with that of another', 2, whole, [{ ...served, request: 'r2' }]],
  ['an answer whose trail says broken', 1, whole, [{ ...served, ending: 'broken' }]],
  ['a request without an end', 1, null, [served]],
  ['a break', 0, { kind: 'broken', requestId: 'r1', how: '' }, [{ ...served, ending: 'broken' }]],
  ['a break that counts as served', 1, { kind: 'broken', requestId: 'r1', how: '' }, [served]],
  ['a break without a trail', 1, { kind: 'broken', requestId: '', how: '' }, []],
  ['a client that left before it was read', 0, { kind: 'left', requestId: '' }, []],
  ['a client that left with an answer begun', 1, { kind: 'left', requestId: 'r1' }, []],
  [
    ...([
      'a refusal with its reason',
      0,
      { kind: 'refused', requestId: 'r1', status: 503, why: 'no' },
    ] as const),
    [{ ...served, ending: 'refused', status: 503 }],
  ],
  [
    ...(['a refusal without one', 1, { kind: 'refused', requestId: 'r1', status: 503, why: '' }] as const),
    [{ ...served, ending: 'refused', status: 503 }],
  ],
])('%s: %i not accounted for', (_what, faults, end, trails) => {
  expect(faultsOf(end, ...trails)).toBe(faults)
})

test('of requests with the same key, those that left before they were read are told apart from the next ones', () => {
  const books = new Books()
  books.open('a', 'first', 10).end = { kind: 'left', requestId: '' }
  books.open('a', 'second', 20).end = whole
  books.onTrail(trail('a', 21, { request: 'r0', ending: 'cancelled', status: null }))
  books.onTrail(trail('a', 22, served))
  expect(books.account()).toEqual({
    ...{ requests: 2, faults: [] },
    rows: new Map([
      ['left | cancelled', 1],
      ['whole | served', 1],
    ]),
  })
})

test('a trail that nobody sent is one too, and of a key that is used again each request has its own', () => {
  const books = new Books()
  books.open('a', 'first', 10).end = whole
  books.open('a', 'second', 20).end = { kind: 'whole', requestId: 'r2' }
  books.onTrail(trail('a', 20, { ...served, request: 'r2' }))
  books.onTrail(trail('a', 12, served))
  expect(books.account().faults).toEqual([])
  books.onTrail(trail('b', 30, { ...served, request: 'r3' }))
  expect(books.account()).toMatchObject({ requests: 2, faults: [expect.stringMatching(/^b: nobody .*r3/)] })
  expect([...books.account().rows]).toEqual([['whole | served', 2]])
})
