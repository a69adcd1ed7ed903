import { request } from 'node:http'
import { expect, test } from 'vitest'
import { costOf } from '../../src/core/cost.ts'
import { LIST_PRICES } from '../../src/core/prices.ts'
import type { Act, Serve } from '../../src/lab/act.ts'
import { eventually, QUESTION, SHORT_TIMERS, startRig, upstream, type Rig } from '../support/rig.ts'

const USAGE = {
  ...{ input_tokens: 4, cache_creation_input_tokens: 1_200, cache_read_input_tokens: 30_000 },
  cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 1_000 },
  ...{ output_tokens: 532, server_tool_use: { web_search_requests: 2 }, service_tier: 'standard' },
}
const TOLD = {
  ...{ input: 4, output: 532, cacheRead: 30_000, cacheWrite5m: 200, cacheWrite1h: 1_000, webSearches: 2 },
  ...{ tier: 'standard', speed: null, place: null, isPartial: false },
}
const DATED = 'claude-haiku-4-5-20251001'
/** The lab's `message_start` tells one output token, as the API does. */
const BEGUN = { model: QUESTION.model, stopReason: null, usage: { ...TOLD, output: 1 } }

const serve = (more: Partial<Serve> = {}): Act => ({ do: 'serve', usage: USAGE, ...more })

/** Of all attempts that are over, what the trails hold of them. */
const attemptsOf = ({ trails }: Rig) =>
  trails.flatMap(({ arrivedAt, steps }) =>
    steps.flatMap((step) =>
      step.kind === 'attempt' ? [{ ...step, ...step.receipt, at: arrivedAt + step.afterMs }] : [],
    ),
  )

/** Asks once and gives what the attempts used; a failure is the client's to see, not of this. */
async function attemptsAfter(rig: Rig, stream: boolean): Promise<ReturnType<typeof attemptsOf>> {
  if (stream)
    await rig.sdk.messages
      .stream(QUESTION)
      .finalMessage()
      .catch(() => null)
  else await rig.sdk.messages.create(QUESTION).catch(() => null)
  await eventually('the request is over', () => rig.trails.length === 1)
  return attemptsOf(rig)
}

test.each([
  ['a stream', true, {}],
  ['a whole answer', false, {}],
  ['a packed stream', true, { manner: { encoding: 'gzip' } }],
  ['a stream without event names', true, { manner: { omitEventLines: true } }],
  ['a stream without its end', true, { manner: { omitStop: true } }],
] as const)('%s tells its model, its stop reason and what it used, once', async (_what, stream, more) => {
  const rig = await startRig([
    await upstream('one', [serve({ model: DATED, stopReason: 'max_tokens', ...more })]),
  ])
  const told = await attemptsAfter(rig, stream)
  expect(told).toMatchObject([{ outcome: 'ok', model: DATED, stopReason: 'max_tokens', usage: TOLD }])
  const [attempt] = told
  const dollars = (4 * 1 + 200 * 1.25 + 1_000 * 2 + 30_000 * 0.1 + 532 * 5) / 1e6 + 2 * 0.01
  expect(attempt && costOf(attempt, LIST_PRICES, attempt.at)).toMatchObject({
    ...{ kind: 'known', microDollars: Math.round(dollars * 1e6), isLeast: false },
  })
})

test('a client that leaves in the midst leaves behind what was used so far', async () => {
  const up = await upstream('one', [serve({ breakAt: { phase: 'in-text', how: 'stall' } })])
  const rig = await startRig([up])
  const asking = request(`${rig.url}/v1/messages`, { method: 'POST', agent: false }).on(
    'error',
    () => undefined,
  )
  asking.on('response', (answer) => {
    answer.on('error', () => undefined).once('data', () => asking.destroy())
  })
  asking.end(JSON.stringify({ ...QUESTION, stream: true }))
  await eventually('the request is over', () => rig.trails.length === 1)
  expect(attemptsOf(rig)).toMatchObject([{ outcome: 'cancelled', ...BEGUN }])
})

test.each([
  ['a reset', { phase: 'in-text', how: 'reset' }],
  ['silence', { phase: 'in-text', how: 'stall' }],
  ['an error', { phase: 'in-text', how: { error: { type: 'api_error', message: 'm' } } }],
] as const)('a stream that breaks with %s leaves behind what was used so far', async (_what, breakAt) => {
  const rig = await startRig([await upstream('one', [serve({ breakAt })])], SHORT_TIMERS)
  const told = await attemptsAfter(rig, true)
  expect(told).toMatchObject([{ outcome: 'broken-stream', progress: 'committed', ...BEGUN }])
  const [attempt] = told
  expect(attempt && costOf(attempt, LIST_PRICES, attempt.at)).toMatchObject({ kind: 'known', isLeast: true })
})

test('an attempt that was given up before its content has its own usage, beside that of the one that served', async () => {
  const one = await upstream('one', [serve({ breakAt: { phase: 'after-start', how: 'reset' } })])
  const two = await upstream('two', [serve({ model: DATED, usage: { input_tokens: 7, output_tokens: 3 } })])
  const rig = await startRig([one, two])
  expect(await attemptsAfter(rig, true)).toMatchObject([
    { endpoint: 'rig/one', progress: 'streaming', ...BEGUN },
    { endpoint: 'rig/two', outcome: 'ok', model: DATED, usage: { input: 7, output: 3, cacheRead: 0 } },
  ])
})

test.each([
  ['a refusal', { do: 'status', status: 400 }],
  ['a web page', { do: 'html' }],
] as const)('%s tells no usage', async (_what, act) => {
  const rig = await startRig([await upstream('one', [act])])
  expect(await attemptsAfter(rig, true)).toMatchObject([{ model: null, stopReason: null, usage: null }])
})

test('an endpoint that was never asked tells no usage', async () => {
  const up = await upstream('one', [serve()])
  const rig = await startRig([{ url: up.url, name: 'one', key: null }])
  expect(await attemptsAfter(rig, true)).toMatchObject([{ progress: 'not-sent', usage: null }])
})
