import { expect, test } from 'vitest'
import { updated, type Usage, type UsageReport } from './usage.ts'

const told = (...reports: readonly UsageReport[]): Usage | null => reports.reduce(updated, null)

const NOTHING = {
  ...{ input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 },
  ...{ tier: null, speed: null, place: null, isPartial: false },
}

test.each<[string, readonly UsageReport[], Partial<Usage>]>([
  ['one report', [{ input: 3, output: 1 }], { input: 3, output: 1 }],
  ['a total, not one more amount', [{ input: 3, output: 1 }, { output: 9 }], { input: 3, output: 9 }],
  [
    'the last of several totals',
    [{ input: 3, output: 1 }, { output: 9 }, { output: 11 }],
    { input: 3, output: 11 },
  ],
  [
    'an input that is known only at the end',
    [
      { input: 0, output: 0 },
      { input: 70, output: 9 },
    ],
    { input: 70, output: 9 },
  ],
  [
    'a lower last value',
    [
      { input: 70, cacheRead: 5 },
      { input: 10, cacheRead: 4 },
    ],
    { input: 10, cacheRead: 4 },
  ],
  [
    'what a zero at the end would take back',
    [
      { input: 70, cacheRead: 5, cacheWrite: 8, cacheWrite1h: 6, webSearches: 1 },
      { input: 0, output: 9, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, webSearches: 0 },
    ],
    { input: 70, output: 9, cacheRead: 5, cacheWrite5m: 2, cacheWrite1h: 6, webSearches: 1 },
  ],
  [
    'what the later report leaves out',
    [{ input: 1, cacheRead: 5, webSearches: 2, tier: 'standard' }, { output: 2 }],
    {
      ...{ input: 1, output: 2, cacheRead: 5, webSearches: 2, tier: 'standard' },
    },
  ],
  ['undivided writes', [{ input: 1, cacheWrite: 8 }], { input: 1, cacheWrite5m: 8 }],
  [
    'divided writes',
    [{ input: 1, cacheWrite: 8, cacheWrite1h: 6 }],
    { input: 1, cacheWrite5m: 2, cacheWrite1h: 6 },
  ],
  [
    'the total of writes again',
    [{ input: 1, cacheWrite: 8, cacheWrite1h: 6 }, { cacheWrite: 8 }],
    {
      ...{ input: 1, cacheWrite5m: 2, cacheWrite1h: 6 },
    },
  ],
  [
    'another total of writes',
    [{ input: 1, cacheWrite: 8, cacheWrite1h: 6 }, { cacheWrite: 10 }],
    {
      ...{ input: 1, cacheWrite5m: 4, cacheWrite1h: 6 },
    },
  ],
  [
    'fewer writes than were for an hour',
    [{ input: 1, cacheWrite: 8, cacheWrite1h: 6 }, { cacheWrite: 4 }],
    {
      ...{ input: 1, cacheWrite1h: 4 },
    },
  ],
  [
    'a division that comes later',
    [
      { input: 1, cacheWrite: 8 },
      { cacheWrite: 8, cacheWrite1h: 5 },
    ],
    { input: 1, cacheWrite5m: 3, cacheWrite1h: 5 },
  ],
  [
    'a part that was not counted',
    [{ input: 1, isPartial: true }, { isPartial: false }],
    { input: 1, isPartial: true },
  ],
])('%s: nothing is counted twice', (_what, reports, usage) => {
  expect(told(...reports)).toEqual({ ...NOTHING, ...usage })
})

test('a usage without its input is none', () => {
  expect(told({ output: 9 })).toBeNull()
  expect(told({ output: 9 }, { input: 4, output: 10 })).toMatchObject({ input: 4, output: 10 })
})
