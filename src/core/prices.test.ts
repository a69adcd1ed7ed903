import { expect, test } from 'vitest'
import { LIST_PRICES, priceOf } from './prices.ts'

const AT = Date.parse('2026-11-25')

test.each([
  ['claude-opus-5-5', 4],
  ['claude-opus-5-5[1m]', 4],
  ['claude-opus-5', 5],
  ['claude-sonnet-4-5', 3],
  ['claude-sonnet-4-5-20250929', 3],
  ['claude-opus-4-20250514', 15],
  ['claude-opus-4-0', 15],
  ['claude-opus-4-1-20250805', 15],
  ['claude-3-5-haiku-latest', 0.8],
])('%s has a price', (model, input) => {
  expect(priceOf(model, AT, LIST_PRICES)?.input).toBe(input)
})

test.each([
  '',
  'claude',
  'claude-opus-5-6',
  'claude-opus-55',
  'claude-opus-5-5-turbo',
  'claude-opus-5-5-2',
  'CLAUDE-OPUS-5-5',
  'anthropic.claude-opus-5-5',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'claude-sonnet-4-5@20250929',
  'anthropic/claude-sonnet-4.5',
  'glm-5.3',
  'deepseek-chat',
])('%j has none', (model) => {
  expect(priceOf(model, AT, LIST_PRICES)).toBeNull()
})

test('a changed price holds from its day on, and the one before it until then', () => {
  const read = (at: string) => priceOf('claude-sonnet-5-5', Date.parse(at), LIST_PRICES)?.cacheRead
  expect(read('2026-10-06T23:59:59.999Z')).toBe(0.2)
  expect(read('2026-10-07T00:00:00.000Z')).toBe(0.1)
})

test('each price says where and when it was seen, and is above zero', () => {
  for (const { cacheRead, input, output, seenOn, source } of LIST_PRICES) {
    expect(source).toMatch(/^https:\/\/platform\.claude\.com\//)
    expect(new Date(seenOn).toISOString()).toBe(`${seenOn}T00:00:00.000Z`)
    expect(Math.min(input, output, cacheRead)).toBeGreaterThan(0)
    expect(cacheRead).toBeLessThan(input)
  }
})

test('of one model, the newest price stands first and only the oldest has no day', () => {
  for (const { model } of LIST_PRICES) {
    const days = LIST_PRICES.filter((price) => price.model === model).map(({ from }) => from ?? '')
    expect(days).toEqual(days.toSorted().toReversed())
    expect(days.indexOf('')).toBe(days.length - 1)
  }
})
