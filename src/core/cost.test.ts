import { expect, test } from 'vitest'
import { costOf, type Unpriced } from './cost.ts'
import { LIST_PRICES } from './prices.ts'
import type { Receipt, Usage } from './usage.ts'

const AT = Date.parse('2026-11-25')
const MILLION = 1_000_000
const NOTHING: Usage = {
  ...{ input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 },
  ...{ tier: null, speed: null, place: null, isPartial: false },
}

const cost = (usage: Partial<Usage>, receipt: Partial<Receipt> = {}) =>
  costOf(
    { model: 'claude-opus-5-5', stopReason: 'end_turn', usage: { ...NOTHING, ...usage }, ...receipt },
    LIST_PRICES,
    AT,
  )

test.each<[string, Partial<Usage>, number]>([
  ['claude-opus-5-5', { input: MILLION }, 4],
  ['claude-opus-5-5', { output: MILLION }, 20],
  ['claude-opus-5-5', { cacheRead: MILLION }, 0.2],
  ['claude-opus-5-5', { cacheWrite5m: MILLION }, 5],
  ['claude-opus-5-5', { cacheWrite1h: MILLION }, 8],
  ['claude-opus-5-5', { webSearches: 3 }, 0.03],
  [
    'claude-opus-5-5',
    { input: 12, cacheWrite5m: 1_000, cacheWrite1h: 200, cacheRead: 50_000, output: 300, webSearches: 1 },
    (12 * 4 + 1_000 * 5 + 200 * 8 + 50_000 * 0.2 + 300 * 20) / MILLION + 0.01,
  ],
  ['claude-opus-5-5', { input: MILLION, tier: 'standard', speed: 'standard', place: 'global' }, 4],
  ['claude-sonnet-4-5-20250929', { input: 1_000, place: 'not_available' }, 0.003],
  ['claude-opus-5-5', { input: MILLION, place: 'us' }, 4.4],
  ['claude-opus-5-5', { output: MILLION, speed: 'fast' }, 40],
  ['claude-opus-5-5', { cacheWrite5m: MILLION, speed: 'fast', place: 'us' }, 11],
  ['claude-opus-5-5', { webSearches: 1, speed: 'fast', place: 'us' }, 0.01],
  ['claude-haiku-5-5', { input: 100_000, output: MILLION }, 0.51],
  [
    'claude-haiku-5-5',
    { input: 40_000, cacheRead: 40_000, cacheWrite5m: 20_000, output: MILLION },
    0.5 + 0.004 + 0.0004 + 0.0025,
  ],
  ['claude-haiku-5-5', { input: 100_001, output: MILLION }, 2.5500005],
  ['claude-haiku-5-5', { cacheRead: 100_000, cacheWrite1h: 1, output: MILLION }, 2.505001],
  ['claude-sonnet-4-5', { input: 200_000 }, 0.6],
  ['claude-sonnet-4-5', { input: 200_001, output: 1_000 }, 1.222506],
  ['claude-opus-5-5', { input: 900_000 }, 3.6],
])('%s %j costs $%d', (model, usage, dollars) => {
  const microDollars = Math.round(dollars * MILLION)
  expect(cost(usage, { model })).toMatchObject({ kind: 'known', microDollars, isLeast: false })
})

test('a cost is a whole number of micro-dollars and names the day of its price', () => {
  expect(cost({ input: 1, cacheRead: 3 })).toEqual({
    ...{ kind: 'known', microDollars: 5, isLeast: false, seenOn: '2026-10-24' },
  })
})

test('an answer without its end costs at least what was told', () => {
  expect(cost({ input: 10 }, { stopReason: null })).toMatchObject({ microDollars: 40, isLeast: true })
})

test.each<[Unpriced, Partial<Usage>, Partial<Receipt>]>([
  ['no-usage', {}, { usage: null }],
  ['model', {}, { model: null }],
  ['model', {}, { model: 'glm-5.3' }],
  ['terms', { tier: 'priority' }, {}],
  ['terms', { tier: 'batch' }, {}],
  ['terms', { speed: 'fast' }, { model: 'claude-sonnet-5-5' }],
  ['terms', { speed: 'warp' }, {}],
  ['terms', { place: 'moon' }, {}],
  ['partial', { isPartial: true }, {}],
  ['refusal', { input: 9, output: 1 }, { stopReason: 'refusal' }],
])('the cost is unknown, never zero: %s %j %j', (why, usage, receipt) => {
  expect(cost(usage, receipt)).toEqual({ kind: 'unknown', why })
})
