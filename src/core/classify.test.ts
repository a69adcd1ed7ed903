import { expect, test } from 'vitest'
import { classify, type Fault } from './classify.ts'
import type { Outcome } from './outcome.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')

const status = (code: number, type = '', message = '', retryAfter: string | null = null): Fault => ({
  kind: 'status',
  status: code,
  retryAfter,
  error: { type, message },
})

const STATUSES: readonly (readonly [Fault, Outcome['kind']])[] = [
  [status(400, 'invalid_request_error'), 'rejected'],
  [status(413, 'request_too_large'), 'rejected'],
  [status(422), 'rejected'],
  [status(406), 'rejected'],
  [status(401, 'authentication_error'), 'credential'],
  [status(402), 'balance'],
  [status(403, 'permission_error'), 'credential'],
  [status(403, 'authentication_error'), 'credential'],
  [status(403), 'unavailable'],
  [status(403, 'new_api_error', 'blocked'), 'unavailable'],
  [status(404, 'not_found_error', 'model: claude-9'), 'model-missing'],
  [status(404), 'unavailable'],
  [status(405), 'unavailable'],
  [status(408), 'unavailable'],
  [status(409), 'unavailable'],
  [status(425), 'unavailable'],
  [status(301), 'unavailable'],
  [status(304), 'unavailable'],
  [status(429, 'rate_limit_error'), 'rate-limited'],
  [status(529), 'overloaded'],
  [status(500, 'overloaded_error'), 'overloaded'],
  [status(500), 'unavailable'],
  [status(503), 'unavailable'],
  [status(599), 'unavailable'],
]

test.each(STATUSES)('%j is %s', (fault, kind) => {
  expect(classify(fault, NOW).kind).toBe(kind)
})

const TEXTS: readonly (readonly [number, string, Outcome['kind']])[] = [
  [400, 'Your credit balance is too low to access the Anthropic API.', 'balance'],
  [401, 'insufficient_quota', 'balance'],
  [403, '用户余额不足', 'balance'],
  [429, 'You exceeded your current quota', 'balance'],
  [500, 'Your credit balance is too low', 'unavailable'],
  [400, 'messages.0: the account balance of the user is 5', 'rejected'],
  [400, 'model gpt-x does not exist', 'model-missing'],
  [403, 'unknown model', 'model-missing'],
  [404, '模型不存在', 'model-missing'],
  [503, 'model not found', 'unavailable'],
  [400, 'the model field is required', 'rejected'],
]

test.each(TEXTS)('a %i that says "%s" is %s', (code, message, kind) => {
  expect(classify(status(code, 'any_type', message), NOW).kind).toBe(kind)
})

const INSIDE: readonly (readonly [string, Outcome['kind']])[] = [
  ['overloaded_error', 'overloaded'],
  ['rate_limit_error', 'rate-limited'],
  ['api_error', 'unavailable'],
  ['timeout_error', 'unavailable'],
  ['authentication_error', 'credential'],
  ['permission_error', 'credential'],
  ['billing_error', 'balance'],
  ['invalid_request_error', 'rejected'],
  ['request_too_large', 'rejected'],
  ['a_type_of_tomorrow', 'unavailable'],
  ['', 'unavailable'],
]

test.each(INSIDE)('an error of type "%s" inside a 200 is %s', (type, kind) => {
  expect(classify({ kind: 'error-inside', error: { type, message: '' } }, NOW).kind).toBe(kind)
})

const OTHERS: readonly (readonly [Fault, Outcome])[] = [
  [{ kind: 'no-answer' }, { kind: 'unreachable' }],
  [
    { kind: 'timed-out', phase: 'connection' },
    { kind: 'timed-out', phase: 'connection' },
  ],
  [{ kind: 'nothing-inside' }, { kind: 'empty' }],
  [{ kind: 'no-message-inside' }, { kind: 'malformed' }],
  [{ kind: 'cut' }, { kind: 'broken-stream' }],
  [{ kind: 'client-gone' }, { kind: 'cancelled' }],
]

test.each(OTHERS)('%j is %j', (fault, outcome) => {
  expect(classify(fault, NOW)).toEqual(outcome)
})

const WAITS: readonly (readonly [string | null, number | null])[] = [
  [null, null],
  ['7', 7_000],
  ['0.5', 500],
  [' 12 ', 12_000],
  ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
  ['Tue, 24 Nov 2026 11:59:59 GMT', null],
  ['0', null],
  ['-3', null],
  ['soon', null],
  ['', null],
]

test.each(WAITS)('a retry-after of %j is a wait of %j ms, whatever the refusal', (header, waitMs) => {
  for (const [code, type] of [
    [429, ''],
    [529, ''],
    [503, ''],
  ] as const) {
    expect(classify(status(code, type, '', header), NOW)).toMatchObject({ retryAfterMs: waitMs })
  }
})
