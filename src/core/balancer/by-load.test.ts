import { expect, test } from 'vitest'
import { contender, draw, NOW, rolls } from '../../../test/support/contender.ts'
import { NO_LATENCY, onWaited, type Latency } from '../health/latency.ts'
import type { Strategy } from '../model.ts'
import type { Contender, Draw } from './contender.ts'
import { pick } from './strategies.ts'

const goes = (strategy: Strategy, from: readonly Contender[], more: Partial<Draw> = {}) =>
  pick(strategy, from, draw(more))?.to.id
/** Whoever is picked by any of many rolls. */
const anyOf = (strategy: Strategy, from: readonly Contender[], more: Partial<Draw> = {}) =>
  [...new Set(rolls(100).map((roll) => goes(strategy, from, { ...more, roll })))].sort().join('')

test.each<[string, readonly Contender[], string]>([
  ['the fewest in flight', [contender('a', { inFlight: 2 }), contender('b', { inFlight: 1 })], 'b'],
  ['for its weight', [contender('a', { inFlight: 2, weight: 300 }), contender('b', { inFlight: 1 })], 'a'],
  [
    'for what its weight is now',
    [contender('a', { inFlight: 1, ramp: 0.1 }), contender('b', { inFlight: 9 })],
    'b',
  ],
  ['any of several', [contender('a', { inFlight: 3, weight: 300 }), contender('b', { inFlight: 1 })], 'ab'],
])('least-busy picks %s', (_name, from, expected) => {
  expect(anyOf('least-busy', from)).toBe(expected)
})

test.each<[string, readonly Contender[], string]>([
  ['the faster of two', [contender('a', { ms: 900 }), contender('b', { ms: 1_000 })], 'a'],
  [
    'with what is in flight there',
    [contender('a', { ms: 900, inFlight: 1 }), contender('b', { ms: 1_000 })],
    'b',
  ],
  ['for its weight', [contender('a', { ms: 900 }), contender('b', { ms: 1_000, weight: 200 })], 'b'],
  [
    'one that lately never answered last',
    [contender('a', { latency: givenUp() }), contender('b', { ms: 9e5 })],
    'b',
  ],
  [
    'any, when none has answered',
    [contender('a', { latency: givenUp() }), contender('b', { latency: givenUp() })],
    'ab',
  ],
  [
    'by load then',
    [contender('a', { latency: givenUp(), inFlight: 1 }), contender('b', { latency: givenUp() })],
    'b',
  ],
  ['by load while nothing is known of one', [contender('a', { ms: 1 }), contender('b')], 'ab'],
  ['by load in flight then', [contender('a', { ms: 1, inFlight: 1 }), contender('b')], 'b'],
  [
    'of three never the worst',
    [contender('a', { ms: 1 }), contender('b', { ms: 2 }), contender('c', { ms: 3 })],
    'ab',
  ],
  ['the only one', [contender('a', { ms: 1 })], 'a'],
])('fastest picks %s', (_name, from, expected) => {
  expect(anyOf('fastest', from)).toBe(expected)
})

function givenUp(): Latency {
  return onWaited(NO_LATENCY, { stream: true, bytes: 1_000 }, { end: 'given-up', ms: 100 }, NOW)
}

test('times count for requests of their size and kind, and fade', () => {
  const from = [contender('a', { ms: 900 }), contender('b', { ms: 1_000 })]
  expect(anyOf('fastest', from, { bytes: 1_000_000 })).toBe('ab')
  expect(anyOf('fastest', from, { stream: false })).toBe('ab')
  expect(anyOf('fastest', from, { now: NOW + 3_600_000 })).toBe('ab')
})

test('of many, two are drawn by weight: an endpoint of hardly any weight is hardly ever asked', () => {
  const from = [contender('a', { weight: 1 }), contender('b', { weight: 1 }), contender('c', { weight: 998 })]
  const counts = rolls(1_000).filter((roll) => goes('fastest', from, { roll }) !== 'c').length
  expect(counts).toBeLessThanOrEqual(5)
})

test('one that is just back, or on trial, is drawn now and then, whatever it took before', () => {
  const from = [contender('a', { latency: givenUp(), ramp: 0.1 }), contender('b', { ms: 1_000 })]
  const counts = rolls(1_000).filter((roll) => goes('fastest', from, { roll }) === 'a').length
  expect(counts).toBeGreaterThan(20)
  expect(counts).toBeLessThan(80)
  expect(goes('fastest', [contender('a', { ramp: 0.1 })], { roll: 0.999 })).toBe('a')
})
