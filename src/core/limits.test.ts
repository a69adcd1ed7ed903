import { expect, test } from 'vitest'
import { isOfAccount, limitHeaders, NO_LIMITS, retryAfterTold, scarcest, toldTime } from './limits.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const SECONDS = NOW / 1_000

const read = (headers: Readonly<Record<string, string>>) => limitHeaders(Object.entries(headers).flat())
const api = (name: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`anthropic-ratelimit-${name}-${key}`, value]),
  )

test('without headers nothing is known', () => {
  expect(read({})).toEqual(NO_LIMITS)
  expect(toldTime(NO_LIMITS, NOW)).toBe(null)
  expect(scarcest(NO_LIMITS)).toBe(null)
  expect(isOfAccount(NO_LIMITS)).toBe(false)
  expect(retryAfterTold(NO_LIMITS, NOW)).toBe(null)
})

test('names count in any case, the first line of a name alone, and none that is not about limits', () => {
  const lines = [
    'Retry-After',
    '7',
    'retry-after',
    '9',
    'retry-after-ms',
    '1',
    'Anthropic-RateLimit-Tokens-Remaining',
    '3',
  ]
  expect(limitHeaders(lines)).toMatchObject({
    retryAfter: '7',
    allowances: [{ name: 'tokens', remaining: 3 }],
  })
  expect(limitHeaders(['content-type', 'x', 'x-retry-after', '5'])).toBe(NO_LIMITS)
})

const spent = (reset: string) => ({ limit: '50', remaining: '0', reset })

type Headers = Readonly<Record<string, string>>
type Time = readonly [name: string, headers: Headers, waitMs: number | null, origin?: string]

const TIMES: readonly Time[] = [
  [
    'retry-after comes first',
    { 'retry-after': '7', ...api('unified', { status: 'rejected', reset: String(SECONDS + 60) }) },
    7_000,
    'retry-after',
  ],
  [
    'a retry-after that makes no sense does not',
    { 'retry-after': '-1', ...api('unified', { status: 'rejected', reset: String(SECONDS + 60) }) },
    60_000,
    'unified',
  ],
  [
    'unified resets are unix seconds',
    api('unified', { status: 'rejected', reset: String(SECONDS + 18_000) }),
    18_000_000,
    'unified',
  ],
  ['or a date', api('unified', { status: 'Rejected', reset: '2026-11-24T12:01:00Z' }), 60_000, 'unified'],
  [
    'a subscription that still allows did not refuse',
    api('unified', { status: 'allowed_warning', reset: String(SECONDS + 60) }),
    null,
  ],
  [
    'its windows tell, where it does not',
    {
      ...api('unified', { status: 'rejected' }),
      ...api('unified-5h', { status: 'rejected', reset: String(SECONDS + 60) }),
      ...api('unified-7d', { status: 'rejected', reset: String(SECONDS + 600) }),
    },
    600_000,
    'unified',
  ],
  [
    'a window that still allows does not',
    {
      ...api('unified-5h', { status: 'rejected', reset: String(SECONDS + 60) }),
      ...api('unified-7d', { status: 'allowed', reset: String(SECONDS + 600) }),
    },
    60_000,
    'unified',
  ],
  ['requests', api('requests', spent('2026-11-24T12:00:09Z')), 9_000, 'requests'],
  ['tokens', api('tokens', spent('2026-11-24T12:00:09Z')), 9_000, 'tokens'],
  ['input tokens', api('input-tokens', spent('2026-11-24T12:00:09.5Z')), 9_500, 'input-tokens'],
  ['output tokens', api('output-tokens', spent('2026-11-24T13:00:09+01:00')), 9_000, 'output-tokens'],
  [
    'the latest of those that are spent',
    { ...api('requests', spent('2026-11-24T12:00:20Z')), ...api('tokens', spent('2026-11-24T12:00:09Z')) },
    20_000,
    'requests',
  ],
  [
    'a limit that was not hit has no say',
    {
      ...api('requests', { remaining: '1', reset: '2026-11-24T13:00:00Z' }),
      ...api('tokens', spent('2026-11-24T12:00:09Z')),
    },
    9_000,
    'tokens',
  ],
  ['what is past', api('requests', spent('2026-11-24T11:59:59Z')), null],
  ['year 9999', api('requests', spent('9999-12-31T23:59:59Z')), null],
  ['nonsense', api('requests', { remaining: 'NaN', reset: 'soon', limit: '' }), null],
  ['a number where a date belongs', api('requests', spent('12')), null],
  ['a reset in milliseconds', api('unified', { status: 'rejected', reset: String(NOW + 60_000) }), null],
  ['a negative reset', api('unified', { status: 'rejected', reset: '-5' }), null],
]

test.each(TIMES.map(([name, ...row]) => ({ name, row })))(
  'the time of a limit: $name',
  ({ row: [headers, waitMs, origin] }) => {
    expect(toldTime(read(headers), NOW)).toEqual(waitMs === null ? null : { waitMs, origin })
  },
)

test('a limit of the account is one of a subscription that names no model', () => {
  const rejected = api('unified', { status: 'rejected', reset: String(SECONDS + 60) })
  expect(isOfAccount(read(rejected))).toBe(true)
  expect(
    isOfAccount(read({ ...rejected, 'anthropic-ratelimit-unified-representative-claim': 'seven_day' })),
  ).toBe(true)
  expect(
    isOfAccount(read({ ...rejected, 'anthropic-ratelimit-unified-representative-claim': 'seven_day_opus' })),
  ).toBe(false)
  expect(isOfAccount(read({ 'retry-after': '7' }))).toBe(false)
  expect(isOfAccount(read(api('requests', spent('2026-11-24T12:00:09Z'))))).toBe(false)
})

test('the scarcest allowance is the one with the least share left', () => {
  const plenty = api('requests', { limit: '50', remaining: '40', reset: '2026-11-24T12:01:00Z' })
  const little = api('tokens', { limit: '1000', remaining: '100', reset: '2026-11-24T12:02:00Z' })
  expect(scarcest(read({ ...plenty, ...little }))).toEqual({ left: 0.1, resetAt: NOW + 120_000 })
  expect(scarcest(read({ ...little, ...plenty }))).toEqual({ left: 0.1, resetAt: NOW + 120_000 })
  expect(scarcest(read(api('requests', { limit: '0', remaining: '0' })))).toBe(null)
  expect(scarcest(read(api('requests', { limit: '5' })))).toBe(null)
  expect(scarcest(read(api('requests', { remaining: '5' })))).toBe(null)
})

test('a window of a subscription tells what is used, and the rest is left', () => {
  const used = api('unified-5h', { status: 'allowed', utilization: '0.75', reset: String(SECONDS + 60) })
  expect(scarcest(read(used))).toEqual({ left: 0.25, resetAt: NOW + 60_000 })
})

const ODD: readonly (readonly [name: string, headers: Headers, ReturnType<typeof scarcest>])[] = [
  [
    'blanks around a number',
    api('requests', { limit: ' 50 ', remaining: ' 5 ' }),
    { left: 0.1, resetAt: null },
  ],
  ['a word before a number', api('requests', { limit: 'x50', remaining: '5' }), null],
  ['a word after a number', api('requests', { limit: '50x', remaining: '5' }), null],
  ['a reset alone', api('requests', { reset: '2026-11-24T12:01:00Z' }), null],
  ['a share without a verdict', api('unified-5h', { utilization: '0.75' }), { left: 0.25, resetAt: null }],
  [
    'blanks around a time',
    api('unified-5h', { utilization: '0.75', reset: ` ${String(SECONDS)}.25 ` }),
    { left: 0.25, resetAt: NOW + 250 },
  ],
  [
    'blanks around a date',
    api('unified-5h', { utilization: '0.75', reset: ' 2026-11-24T12:00:00Z ' }),
    { left: 0.25, resetAt: NOW },
  ],
  [
    'a word around a time',
    api('unified-5h', { utilization: '0.75', reset: `x${String(SECONDS)}x` }),
    { left: 0.25, resetAt: null },
  ],
  [
    'a word before a date',
    api('unified-5h', { utilization: '0.75', reset: 'x 2026-11-24T12:00:00Z' }),
    { left: 0.25, resetAt: null },
  ],
]

test.each(ODD)('%s is read as far as it makes sense', (_name, headers, left) => {
  expect(scarcest(read(headers))).toEqual(left)
})
