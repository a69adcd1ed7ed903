import { expect, test } from 'vitest'
import { contender, draw, rolls } from '../../../test/support/contender.ts'
import type { Contender, Draw } from './contender.ts'
import { pick } from './strategies.ts'

const ROLLS = 1_000

/** How many of a thousand each gets. */
function shares(from: readonly Contender[], more: Partial<Draw> = {}): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [at, roll] of rolls(ROLLS).entries()) {
    const id = pick('priority', from, draw({ ...more, key: `s${String(at)}`, roll }))?.to.id ?? 'nobody'
    counts[id] = (counts[id] ?? 0) + 1
  }
  return counts
}

test.each<[string, readonly Contender[], Readonly<Record<string, number>>]>([
  [
    'the lowest',
    [contender('a', { priority: 2 }), contender('b'), contender('c', { priority: 3 })],
    { b: ROLLS },
  ],
  [
    'of the same the first, whatever the weights',
    [contender('a', { weight: 1 }), contender('b')],
    { a: ROLLS },
  ],
  [
    'one that is just back now and then, and then the next',
    [contender('a', { ramp: 0.1 }), contender('b', { priority: 2 })],
    { a: 100, b: 900 },
  ],
  [
    'one that is near its limit less often',
    [contender('a', { quota: 0.25 }), contender('b', { priority: 2 })],
    { a: 250, b: 750 },
  ],
  [
    'of several that are just back each its part of what is left',
    [contender('a', { ramp: 0.5 }), contender('b', { ramp: 0.5 }), contender('c', { priority: 2 })],
    { a: 500, b: 250, c: 250 },
  ],
  ['the first when all are just back', [contender('a', { ramp: 0.1 })], { a: ROLLS }],
])('priority picks %s', (_name, from, expected) => {
  expect(shares(from)).toEqual(expected)
})

test('sessions that come from elsewhere are spread by weight, within the priority that is asked', () => {
  const from = [contender('a'), contender('b', { weight: 300 }), contender('c', { priority: 2 })]
  const { a = 0, b = 0, c = 0 } = shares(from, { isDisplaced: true })
  expect(a).toBeGreaterThan(200)
  expect(a).toBeLessThan(300)
  expect([a + b, c]).toEqual([ROLLS, 0])
})
