import { expect, test } from 'vitest'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import { costText, sumText } from './cost-text.ts'
import { sayFrom } from '../i18n/say.ts'

const SEEN = { kind: 'known', microDollars: 1_234_560, seenOn: '2026-10-24' } as const

test.each([
  [
    { ...SEEN, isLeast: false },
    '$1.2346 by list price (seen 2026-10-24)',
    '按标价为 $1.2346（标价查于 2026-10-24）',
  ],
  [
    { ...SEEN, microDollars: 70, isLeast: true },
    'at least $0.0001 by list price (seen 2026-10-24): the answer did not come to its end',
    '按标价至少 $0.0001（标价查于 2026-10-24）：回答没有结束',
  ],
  [
    { kind: 'unknown', why: 'model' } as const,
    'cost unknown: no list price for this model',
    '费用未知：此模型没有标价',
  ],
])('%j in words', (cost, english, chinese) => {
  expect(costText(cost, sayFrom(en))).toBe(english)
  expect(costText(cost, sayFrom(zh))).toBe(chinese)
})

test.each([
  [{ microDollars: 0, isLeast: false, unknown: 0 }, '$0.00 · by list price'],
  [{ microDollars: 1_250_000, isLeast: false, unknown: 0 }, '$1.25 · by list price'],
  [{ microDollars: 1_250_000, isLeast: true, unknown: 0 }, '≥ $1.25 · by list price'],
  [{ microDollars: 1_250_000, isLeast: false, unknown: 3 }, '≥ $1.25 · 3 answers without a price'],
  [{ microDollars: 0, isLeast: false, unknown: 3 }, '- · 3 answers without a price'],
])('%j together', (sum, english) => {
  expect(sumText(sum, sayFrom(en))).toBe(english)
})
