import { expect, test } from 'vitest'
import { answerHeaders, header, requestHeaders } from './headers.ts'

const KEY = { auth: 'x-api-key', key: 'K' } as const

test('headers keep their order, their spelling and their repetitions', () => {
  const lines = ['X-B', '1', 'anthropic-Beta', 'a', 'x-b', '2']
  expect(requestHeaders(lines, KEY, false)).toEqual([...lines, 'x-api-key', 'K'])
  expect(answerHeaders(lines)).toEqual(lines)
})

const DROPPED = [
  'Connection',
  'Keep-Alive',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'Proxy-Authorization',
  'Proxy-Connection',
]
const OURS = ['Host', 'Content-Length', 'Expect', 'Authorization', 'X-Api-Key', 'Cookie']

test.each([...DROPPED, ...OURS, 'X-Qcc-Anything'])('%s of a request is never forwarded', (name) => {
  expect(requestHeaders([name, 'x', 'kept', '1'], KEY, false)).toEqual(['kept', '1', 'x-api-key', 'K'])
})

test.each([...DROPPED, 'Proxy-Authenticate', 'x-qcc-endpoint'])(
  '%s of an answer is never forwarded',
  (name) => {
    expect(answerHeaders([name, 'x', 'kept', '1'])).toEqual(['kept', '1'])
  },
)

test('what Connection names belongs to that connection', () => {
  const lines = ['connection', 'close, X-Mine , x-other', 'x-mine', '1', 'X-OTHER', '2', 'x-kept', '3']
  lines.push('Connection', 'x-late', 'x-late', '4', 'connection', 'keep-alive')
  expect(answerHeaders(lines)).toEqual(['x-kept', '3'])
  expect(requestHeaders(lines, KEY, false)).toEqual(['x-kept', '3', 'x-api-key', 'K'])
})

test('only what must be read is asked for unpacked', () => {
  const lines = ['Accept-Encoding', 'gzip, br']
  expect(requestHeaders(lines, KEY, true)).toEqual(['accept-encoding', 'identity', 'x-api-key', 'K'])
  expect(requestHeaders(lines, KEY, false)).toEqual([...lines, 'x-api-key', 'K'])
})

test.each([
  ['x-api-key', ['x-api-key', 'K']],
  ['bearer', ['authorization', 'Bearer K']],
  ['both', ['x-api-key', 'K', 'authorization', 'Bearer K']],
] as const)('auth %s', (auth, expected) => {
  expect(requestHeaders([], { auth, key: 'K' }, false)).toEqual(expected)
})

test('a header is found by its name in any spelling, the first of several', () => {
  const lines = ['Retry-After', '1', 'retry-after', '2']
  expect([header(lines, 'retry-after'), header(lines, 'retry'), header([], 'a')]).toEqual(['1', null, null])
})

test('headers that no longer hold are dropped by name', () => {
  expect(answerHeaders(['Content-Length', '5', 'a', 'b'], ['content-length'])).toEqual(['a', 'b'])
})

test.each([
  [['a,b'], ['c'], ['a,b']],
  [['a, b ,c'], ['b'], ['a,c']],
  [['a , b'], ['x'], ['a , b']],
  [['a', 'b,context-1m-2025-08-07'], ['context-1m-*'], ['a', 'b']],
  [['a', 'b'], ['b'], ['a']],
  [['a,b'], ['*'], []],
])('of the betas %j an endpoint that refuses %j gets %j', (given, deniedBetas, sent) => {
  const lines = [...given.flatMap((value) => ['Anthropic-Beta', value]), 'x-other', 'a,b,c']
  const expected = [
    ...sent.flatMap((value) => ['Anthropic-Beta', value]),
    'x-other',
    'a,b,c',
    'x-api-key',
    'K',
  ]
  expect(requestHeaders(lines, { ...KEY, deniedBetas }, false)).toEqual(expected)
})
