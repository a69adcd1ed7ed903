import { expect, test } from 'vitest'
import { resolveSettings } from '../settings/resolve.ts'
import { patienceOf } from './patience.ts'

const SETTINGS = resolveSettings()
const told = (seconds: string): string[] => ['X-Stainless-Timeout', seconds]

/** In seconds after the start. */
function patience(
  stream: boolean,
  headers: readonly string[],
  kind: 'message' | 'write' = 'message',
): number[] {
  const { deadlineAt, headersAt } = patienceOf(
    { headers, kind, startedAt: 5_000, stream, isAccepted: false },
    SETTINGS,
  )
  return [deadlineAt, headersAt].map((at) => (at - 5_000) / 1_000)
}

test.each([
  ['a stream of Claude Code', true, told('600'), [600, 240]],
  ['a stream of another client', true, [], [600, 60]],
  ['a whole answer to Claude Code', false, told('600'), [590, 240]],
  ['a whole answer to another client', false, [], [590, 60]],
  ['a client with an hour', false, told('3600'), [3_590, 1_440]],
  ['a client with seconds', false, told('12'), [6, 4.8]],
  ['a client with less than a second', false, told('0.5'), [0.25, 0.2]],
])('%s has until then for its content, and for its headers', (_who, stream, headers, expected) => {
  expect(patience(stream, headers)).toEqual(expected)
})

test.each([
  [true, told('600'), Infinity],
  [false, told('600'), 570],
  [false, [], 570],
  [false, told('40'), 20],
])('a client that waits for a stream (%s) may be held until then', (stream, headers, expected) => {
  const patient = { headers, kind: 'message' as const, startedAt: 5_000, stream, isAccepted: false }
  const { holdEndsAt } = patienceOf(patient, SETTINGS)
  expect((holdEndsAt - 5_000) / 1_000).toBe(expected)
})

test.each(['', '0', '-5', 'NaN', 'Infinity', '1e3', '600 s', '9'.repeat(20)])(
  'a time limit of %j is none',
  (seconds) => {
    expect(patience(false, told(seconds))).toEqual([590, 60])
  },
)

test('no limit is longer than a timer can be, and a write takes as long as its body', () => {
  expect(patience(false, told('999999999'))[0]).toBe(86_390)
  expect(patience(false, [], 'write')[0]).toBe(86_400)
})
