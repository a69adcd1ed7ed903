import { expect, test } from 'vitest'
import { attemptStep, trail } from '../../test/support/trails.ts'
import { NO_RECEIPT, type Usage } from '../core/usage.ts'
import { en } from '../i18n/en.ts'
import type { AttemptStep, Trail } from '../ports/trail.ts'
import { costOfAttempt, receiptLines } from './receipt-text.ts'
import { sayFrom } from '../i18n/say.ts'

const USAGE: Usage = {
  ...{ input: 4, output: 532, cacheRead: 30_000, cacheWrite5m: 200, cacheWrite1h: 1_000, webSearches: 2 },
  ...{ tier: 'standard', speed: null, place: null, isPartial: false },
}
const NONE = { cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 }

test.each<[string, Partial<AttemptStep>, Partial<Trail>, readonly string[]]>([
  [
    'everything that was told',
    { receipt: { model: 'claude-haiku-4-5', stopReason: 'end_turn', usage: USAGE } },
    {},
    [
      'answered by model claude-haiku-4-5',
      'why it stopped: end_turn',
      'tokens: 4 input · 30,000 read from the cache · 200 written to the cache (5 min) · 1,000 written to the cache (1 h) · 532 output · 2 web search(es)',
      '$0.0279 by list price (seen 2026-10-24)',
    ],
  ],
  [
    'nothing of caches that were not used',
    { receipt: { model: null, stopReason: null, usage: { ...USAGE, ...NONE } } },
    {},
    ['tokens: 4 input · 532 output', 'cost unknown: no list price for this model'],
  ],
  ['that an answer told nothing', { receipt: NO_RECEIPT }, {}, ['cost unknown: the answer told no usage']],
  ['nothing of an attempt without an answer', { receipt: NO_RECEIPT, progress: 'sent' }, {}, []],
  ['nothing of what nobody bills', { receipt: NO_RECEIPT }, { kind: 'count' }, []],
])('a receipt tells %s', (_what, step, of, lines) => {
  expect(receiptLines(attemptStep(step), trail(of), sayFrom(en))).toEqual(lines)
})

test('an attempt is priced by the list of its own time', () => {
  const usage = { ...USAGE, ...NONE, input: 0, output: 0, cacheRead: 1_000_000 }
  const step = attemptStep({ receipt: { model: 'claude-sonnet-5-5', stopReason: 'end_turn', usage } })
  const costAt = (day: string) => costOfAttempt(step, trail({ arrivedAt: Date.parse(day) }))
  expect(costAt('2026-10-06')).toMatchObject({ microDollars: 200_000 })
  expect(costAt('2026-10-08')).toMatchObject({ microDollars: 100_000 })
})
