import { expect, test } from 'vitest'
import { classify, type Fault } from './classify.ts'
import { NO_LIMITS } from './limits.ts'
import type { Outcome } from './outcome.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')

const status = (code: number, type = '', message = '', retryAfter: string | null = null): Fault => ({
  kind: 'status',
  status: code,
  limits: { ...NO_LIMITS, retryAfter },
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
  [status(404, 'permission_error'), 'unavailable'],
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
  [400, 'insufficient credit', 'balance'],
  [403, 'quota exhausted', 'balance'],
  [500, 'Your credit balance is too low', 'unavailable'],
  [400, 'messages.0: the account balance of the user is 5', 'rejected'],
  [400, 'model gpt-x does not exist', 'model-missing'],
  [403, 'unknown model', 'model-missing'],
  [404, '模型不存在', 'model-missing'],
  [404, 'no available channel for this model', 'model-missing'],
  [503, 'model not found', 'unavailable'],
  [400, 'thinking is not for this model: choose', 'rejected'],
  [500, 'prompt is too long', 'unavailable'],
  [422, 'upstream error: do request failed', 'rejected'],
  [400, 'the model field is required', 'rejected'],
  [402, 'anything', 'balance'],
  [404, 'nothing here', 'unavailable'],
  [400, 'upstream error: do request failed', 'unavailable'],
  [400, 'messages.1.content.0: Invalid `signature` in `thinking` block', 'rejected'],
  [403, '<html>blocked</html>', 'unavailable'],
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
  [
    { kind: 'no-answer', why: 'refused' },
    { kind: 'unreachable', why: 'refused' },
  ],
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
  ['Tuesday, 24-Nov-26 12:00:30 GMT', 30_000],
  ['0', null],
  ['-1', null],
  ['NaN', null],
  ['Infinity', null],
  ['Fri, 31 Dec 9999 23:59:59 GMT', null],
  ['9999-12-31T23:59:59Z', null],
  ['99999999999', null],
  ['31622400', 31_622_400_000],
  ['31622401', null],
  ['1e3', null],
  ['5 seconds', null],
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
    const told = waitMs === null ? null : { waitMs, origin: 'retry-after' }
    expect(classify(status(code, type, '', header), NOW)).toMatchObject({ told })
  }
})

const FAULTS: readonly (readonly [number, string, string])[] = [
  [413, '', 'too-large'],
  [400, 'prompt is too long: 250000 tokens > 200000 maximum', 'too-large'],
  [422, 'input length and `max_tokens` exceed context limit', 'too-large'],
  [400, 'input length and max_tokens exceed context limit', 'too-large'],
  [400, 'these tokens exceed the maximum context', 'too-large'],
  [400, 'messages.1.content.0: Invalid `signature` in `thinking` block', 'bad-signature'],
  [400, 'Invalid block signature', 'bad-signature'],
  [400, 'signature of a thinking block', 'bad-signature'],
  [422, 'Invalid signature in thinking block', 'refused'],
  [400, 'max_tokens: must be greater than 0', 'refused'],
  [406, '', 'refused'],
  [499, '', 'refused'],
]

test.each(FAULTS)('a %i that says "%s" is a request that is %s', (code, message, fault) => {
  expect(classify(status(code, '', message), NOW)).toEqual({ kind: 'rejected', fault })
})

const BLAMES: readonly (readonly [number, string])[] = [
  ...[0, 301, 308, 399, 408, 500, 501, 502, 503, 504, 505, 528, 530, 599, 999].map(
    (code) => [code, 'at-once'] as const,
  ),
  ...[403, 404, 405, 407, 421].map((code) => [code, 'when-another-differs'] as const),
  ...[409, 425].map((code) => [code, 'never'] as const),
]

test.each(BLAMES)('a %i is held against the endpoint %s', (code, blame) => {
  expect(classify(status(code), NOW)).toEqual({ kind: 'unavailable', told: null, blame })
})

test('a retry-after means nothing on a 4xx that is no limit', () => {
  expect(classify(status(404, '', '', '7'), NOW)).toMatchObject({ told: null })
  expect(classify(status(409, '', '', '7'), NOW)).toMatchObject({ told: null })
})

test('only a limit reads the headers of limits; an outage reads its retry-after alone', () => {
  const allowances = [{ name: 'requests', limit: 5, remaining: 0, resetAt: NOW + 9_000 }] as const
  const fault = (code: number): Fault => ({
    kind: 'status',
    status: code,
    limits: { ...NO_LIMITS, allowances },
    error: { type: '', message: '' },
  })
  const told = { waitMs: 9_000, origin: 'requests' }
  expect(classify(fault(429), NOW)).toEqual({ kind: 'rate-limited', told, ofAccount: false })
  expect(classify(fault(529), NOW)).toEqual({ kind: 'overloaded', told: null })
  expect(classify(fault(503), NOW)).toMatchObject({ told: null })
})

test('a type decides where the status does not', () => {
  expect(classify(status(503, 'rate_limit_error'), NOW).kind).toBe('rate-limited')
  expect(classify(status(400, 'overloaded_error'), NOW).kind).toBe('overloaded')
  expect(classify({ kind: 'error-inside', error: { type: 'constructor', message: '' } }, NOW).kind).toBe(
    'unavailable',
  )
  expect(
    classify({ kind: 'error-inside', error: { type: 'not_found_error', message: 'model: x' } }, NOW).kind,
  ).toBe('model-missing')
})
