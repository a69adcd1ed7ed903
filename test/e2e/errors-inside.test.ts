import { expect, test } from 'vitest'
import type { Act, Derailment } from '../../src/lab/act.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const GOOD: Act = { do: 'serve' }
const OWN_FAULT = { type: 'invalid_request_error', message: 'max_tokens: must be greater than 0' }
const TOO_LONG = {
  type: 'invalid_request_error',
  message: 'prompt is too long: 210000 tokens > 200000 maximum',
}

const inside = (how: Derailment, phase: 'after-headers' | 'after-start' = 'after-start'): Act => {
  return { do: 'serve', breakAt: { phase, how } }
}

test.each([
  ['as the first event of a stream', inside({ error: OWN_FAULT }, 'after-headers'), true],
  ['after the start of a stream', inside({ error: OWN_FAULT }), true],
  ['as the body of what should be a stream', { do: 'json-error', ...OWN_FAULT }, true],
  ['as the body of what should be a message', { do: 'json-error', ...OWN_FAULT }, false],
] as const)(
  'the request’s own fault inside a 200, %s, goes straight back with its status',
  async (_where, act, stream) => {
    const one = await upstream('one', [act])
    const two = await upstream('two', [GOOD])
    const { events, url } = await startRig([one, two])
    const answer = await sendMessage(url, { stream })
    expect([answer.status, errorOf(answer), answer.isComplete]).toEqual([400, OWN_FAULT, true])
    const { 'content-type': type, 'x-qcc-attempts': attempts, 'x-qcc-endpoint': endpoint } = answer.headers
    expect([type, endpoint, attempts]).toEqual(['application/json', 'rig/one', '1'])
    expect(events.find(({ event }) => event === 'attempt')).toMatchObject({ outcome: 'rejected' })
    expect(events.at(-1)).toMatchObject({ ending: 'passed', status: 400 })
    expect(two.seen).toHaveLength(0)
  },
)

test.each([
  [
    'an envelope passes byte by byte',
    '{ "type":"error","error":{"type":"invalid_request_error","message":"é","n":1.0},"x":[] }',
    null,
  ],
  [
    'an error without its envelope gets one',
    '{"error":{"type":"invalid_request_error","message":"m","n":1}}',
    '{"type":"error","error":{"type":"invalid_request_error","message":"m","n":1}}',
  ],
])('%s', async (_what, data, expected) => {
  const one = await upstream('one', [inside({ bytes: `event: error\ndata: ${data}\n\n` })])
  const { url } = await startRig([one])
  const answer = await sendMessage(url)
  expect([answer.status, answer.body.toString()]).toEqual([400, expected ?? data])
})

test('a prompt that is too long is shown to one more; when that says the same, its words go back', async () => {
  const one = await upstream('one', [inside({ error: TOO_LONG })])
  const two = await upstream('two', [inside({ error: { ...TOO_LONG, message: `${TOO_LONG.message}!` } })])
  const both = await sendMessage((await startRig([one, two])).url)
  expect([both.status, errorOf(both).message, both.headers['x-qcc-endpoint']]).toEqual([
    400,
    `${TOO_LONG.message}!`,
    'rig/two',
  ])
  two.play(GOOD)
  expect((await sendMessage((await startRig([one, two])).url)).headers['x-qcc-endpoint']).toBe('rig/two')
})

test.each([
  ['api_error', 500],
  ['rate_limit_error', 429],
  ['authentication_error', 401],
  ['overloaded_error', 503],
  ['error_of_tomorrow', 500],
])('a single endpoint speaks for itself, also inside a 200: its %s is a %i', async (type, status) => {
  const act = inside({ error: { type, message: 'its own words' } })
  const { url } = await startRig([await upstream('one', [act])])
  const answer = await sendMessage(url)
  expect([answer.status, errorOf(answer)]).toEqual([status, { type, message: 'its own words' }])
})

test('an error inside that is no JSON is told all the same', async () => {
  const one = await upstream('one', [inside({ bytes: 'event: error\ndata: out of order\n\n' })])
  const answer = await sendMessage((await startRig([one])).url)
  expect([answer.status, errorOf(answer).message]).toEqual([500, 'out of order'])
})
