import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import { send, sendMessage } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const GOOD: Act = { do: 'serve' }
const RESET: Act = { do: 'serve', breakAt: { phase: 'before-headers', how: 'reset' } }
const CLOSED: Act = { do: 'serve', breakAt: { phase: 'before-headers', how: 'end' } }

test.each([
  ['reset', RESET],
  ['closed', CLOSED],
])(
  'a kept-alive socket that is %s as it is used again costs nothing: the request goes out once more, on a fresh one',
  async (_how, act) => {
    const up = await upstream('one', [GOOD, act, GOOD])
    const spare = await upstream('two', [GOOD])
    const { events, url } = await startRig([up, spare])
    await sendMessage(url)
    const second = await sendMessage(url)
    expect([second.headers['x-qcc-endpoint'], second.headers['x-qcc-attempts']]).toEqual(['rig/one', '1'])
    expect(up.seen.map(({ connection }) => connection)).toEqual([1, 1, 2])
    expect(events.filter(({ event }) => event === 'attempt')).toMatchObject([
      { outcome: 'ok' },
      { outcome: 'ok' },
    ])
  },
)

test('a fresh socket that is reset is a failure, and not tried again', async () => {
  const up = await upstream('one', [RESET, GOOD])
  const { url } = await startRig([up, await upstream('two', [GOOD])])
  const answer = await sendMessage(url)
  expect([answer.headers['x-qcc-endpoint'], answer.headers['x-qcc-attempts']]).toEqual(['rig/two', '2'])
  expect(up.seen).toHaveLength(1)
})

test('an answer that had begun on a kept-alive socket is never asked for again', async () => {
  const up = await upstream('one', [GOOD, { do: 'serve', breakAt: { phase: 'in-text', how: 'reset' } }, GOOD])
  const { url } = await startRig([up])
  await sendMessage(url)
  const answer = await sendMessage(url)
  expect([answer.isComplete, up.seen.map(({ connection }) => connection)]).toEqual([false, [1, 1]])
  expect(answer.body.toString().match(/event: message_start/g)).toHaveLength(1)
})

test('the repetition on a fresh socket is the only one', async () => {
  const up = await upstream('one', [GOOD, RESET, RESET, GOOD])
  const { events, url } = await startRig([up, await upstream('two', [GOOD])])
  await sendMessage(url)
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(up.seen).toHaveLength(3)
  expect(events.filter(({ event }) => event === 'attempt')[1]).toMatchObject({
    outcome: 'unreachable',
    progress: 'sent',
  })
})

test('what passes through is not repeated: it might have happened already', async () => {
  const up = await upstream('one', [GOOD], {
    other: ({ path }) => (path.startsWith('/v1/files') ? RESET : undefined),
  })
  const spare = await upstream('two', [GOOD])
  const { url } = await startRig([up, spare])
  await sendMessage(url)
  const answer = await send(`${url}/v1/files`, { body: '{"model":"a file"}' })
  expect([answer.status, spare.seen.length]).toEqual([503, 0])
  expect(up.seen.filter(({ path }) => path === '/v1/files')).toHaveLength(1)
})

test('requests in turn share one connection', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  for (let i = 0; i < 5; i++) await sendMessage(url)
  expect(up.connections).toBe(1)
})

test('an answer that leaves its connection open after message_stop ends for the client at once', async () => {
  const up = await upstream('one', [{ do: 'serve', breakAt: { phase: 'after-stop', how: 'stall' } }])
  const { events, url } = await startRig([up])
  const answer = await sendMessage(url)
  expect([answer.isComplete, answer.body.toString().endsWith('data: {"type":"message_stop"}\n\n')]).toEqual([
    true,
    true,
  ])
  expect(events.at(-1)).toMatchObject({ ending: 'served' })
})
