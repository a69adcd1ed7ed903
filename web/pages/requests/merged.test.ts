import { describe, expect, it } from 'vitest'
import type { RequestSummary } from '../../../src/admin/contract/requests.ts'
import { MOST_ROWS, windowOf, withNewest, withOlder } from './merged.ts'

const rows = (names: string) => [...names].map((request) => ({ request }) as RequestSummary)
const told = (list: readonly RequestSummary[] | null) => list?.map(({ request }) => request).join('') ?? null

describe('what is new', () => {
  it.each([
    ['', 'cba', 'cba'],
    ['cba', 'dcb', 'dcba'],
    ['cba', 'cba', 'cba'],
    ['cba', '', 'cba'],
    // The newest page does not reach down to what is known: there may be others between them.
    ['cba', 'zyx', null],
  ])('%o with %o on top is %o', (known, newest, expected) => {
    expect(told(withNewest(rows(known), rows(newest)))).toBe(expected)
  })
  it('lets the oldest go when there are too many', () => {
    const known = Array.from({ length: MOST_ROWS }, (_, at) => ({ request: String(at) }) as RequestSummary)
    const grown = withNewest(known, [...rows('a'), ...known.slice(0, 1)])
    expect([grown?.length, grown?.[0]?.request, grown?.at(-1)?.request]).toEqual([
      MOST_ROWS,
      'a',
      String(MOST_ROWS - 2),
    ])
  })
})

describe('what is older', () => {
  it.each([
    ['cb', 'a', 'cba'],
    ['cb', 'ba', 'cba'],
    ['', 'ba', 'ba'],
  ])('%o with %o below is %o', (known, older, expected) => {
    expect(told(withOlder(rows(known), rows(older)))).toBe(expected)
  })
})

describe('the rows that are drawn', () => {
  it.each([
    [0, 320, 1_000, { from: 0, to: 18 }],
    [3_200, 320, 1_000, { from: 92, to: 118 }],
    [31_900, 320, 1_000, { from: 988, to: 1_000 }],
    [0, 320, 3, { from: 0, to: 3 }],
    // The list has become shorter than what was scrolled to.
    [9_000, 320, 3, { from: 3, to: 3 }],
    [0, 320, 0, { from: 0, to: 0 }],
  ])('at %i of %i px with %i rows', (top, height, count, expected) => {
    expect(windowOf({ top, height }, 32, count)).toEqual(expected)
  })
})
