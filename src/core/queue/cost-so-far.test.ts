import { expect, test } from 'vitest'
import type { Price } from '../prices.ts'
import { NO_RECEIPT, type Receipt, type Usage } from '../usage.ts'
import { costSoFar } from './cost-so-far.ts'
import type { Try } from './item.ts'

const price = (model: string, seenOn: string): Price => ({
  ...{ model, seenOn, source: 'x', input: 5, output: 25, cacheRead: 0.5 },
})
const prices = [price('old', '2026-10-01'), price('new', '2026-11-01')]

const usage: Usage = {
  ...{ input: 100, output: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 },
  ...{ tier: null, speed: null, place: null, isPartial: false },
}
const said = (model: string, stopReason: string | null): Receipt => ({ model, stopReason, usage })

const tried = (end: Try['end'], ...receipts: readonly Receipt[]): Try => ({
  ...{ at: Date.UTC(2026, 10, 25), request: 'r', endpoint: 'work/main', status: 200, end, receipts },
})
const known = (microDollars: number, isLeast: boolean, seenOn: string) => ({
  ...{ kind: 'known', microDollars, isLeast, seenOn },
})

test.each([
  ['no try', [], null],
  ['a try that nobody answered', [tried('nobody')], null],
  ['a refusal', [tried('fault', NO_RECEIPT)], null],
  ['one answer', [tried('served', said('new', 'end_turn'))], known(750, false, '2026-11-01')],
  [
    'answers of two tries, with the older of the days',
    [tried('nobody'), tried('broken', said('new', null)), tried('served', said('old', 'end_turn'))],
    known(1_500, true, '2026-10-01'),
  ],
  [
    'two answers of one try',
    [tried('served', said('old', null), said('old', 'end_turn'))],
    known(1_500, true, '2026-10-01'),
  ],
  [
    'a refusal before an answer',
    [tried('served', NO_RECEIPT, said('old', 'end_turn'))],
    known(750, false, '2026-10-01'),
  ],
  [
    'an answer without usage',
    [tried('served', said('old', 'end_turn')), tried('served', NO_RECEIPT)],
    { kind: 'unknown', why: 'no-usage' },
  ],
  [
    'a model without a price, in whichever order',
    [tried('broken', said('relay-opus', null)), tried('served', said('old', 'end_turn'))],
    { kind: 'unknown', why: 'model' },
  ],
  [
    'a model without a price at the end',
    [tried('broken', said('old', null)), tried('served', said('relay-opus', 'end_turn'))],
    { kind: 'unknown', why: 'model' },
  ],
] as const)('%s', (_what, tries, cost) => {
  expect(costSoFar(tries, prices)).toEqual(cost)
})
