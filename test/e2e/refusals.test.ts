import { createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '../../src/errors/app-error.ts'
import type { Act } from '../../src/lab/act.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const GOOD: Act = { do: 'serve' }

test.each([400, 422])(
  'the request’s own fault (%i) goes straight back, unchanged, after one attempt',
  async (status) => {
    const body = {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'max_tokens: must be greater than 0' },
      extra: [1],
    }
    const up = await upstream('one', [{ do: 'status', status, body, headers: { 'x-upstream': 'kept' } }])
    const spare = await upstream('two', [GOOD])
    const { url } = await startRig([up, spare])
    const answer = await sendMessage(url)
    expect([answer.status, answer.body.toString()]).toEqual([status, JSON.stringify(body)])
    expect(answer.headers['x-upstream']).toBe('kept')
    expect([answer.headers['x-qcc-endpoint'], answer.headers['x-qcc-attempts']]).toEqual(['rig/one', '1'])
    expect([up.seen.length, spare.seen.length]).toEqual([1, 0])
  },
)

test('a body that is too large for one endpoint is shown to one more, and then the refusal goes back', async () => {
  const refusal: Act = { do: 'status', status: 413, message: 'its own words' }
  const ups = await Promise.all(['one', 'two', 'three'].map((name) => upstream(name, [refusal])))
  const { url } = await startRig(ups)
  const answer = await sendMessage(url)
  expect([answer.status, errorOf(answer).message, answer.headers['x-qcc-attempts']]).toEqual([
    413,
    'its own words',
    '2',
  ])
  expect(ups.map(({ seen }) => seen.length)).toEqual([1, 1, 0])
})

test.each([401, 402, 403, 404, 429, 500, 503])(
  'a single endpoint speaks for itself: its %i reaches the client',
  async (status) => {
    const up = await upstream('one', [
      { do: 'status', status, headers: { 'retry-after': '7' }, message: 'its own words' },
    ])
    const { url } = await startRig([up])
    const answer = await sendMessage(url)
    expect([answer.status, answer.headers['retry-after'], errorOf(answer).message]).toEqual([
      status,
      '7',
      'its own words',
    ])
  },
)

test('a bare 529 never reaches the client, which would give up on it', async () => {
  const up = await upstream('one', [{ do: 'status', status: 529, message: 'Overloaded' }])
  const { url } = await startRig([up])
  const answer = await sendMessage(url)
  expect([answer.status, errorOf(answer).type]).toEqual([503, 'overloaded_error'])
})

interface Row {
  readonly name: string
  readonly acts: readonly Act[]
  readonly status: number
  readonly retryAfter?: string
  readonly shouldRetry?: string
  readonly attempts?: string
}

const status = (code: number, headers: Record<string, string> = {}): Act => ({
  do: 'status',
  status: code,
  headers,
})
const ROWS: readonly Row[] = [
  {
    name: 'one limit is over soon',
    acts: [status(429, { 'retry-after': '20' }), status(429, { 'retry-after': '9000' })],
    status: 429,
    retryAfter: '20',
  },
  { name: 'all are limited without a time', acts: [status(429), status(429)], status: 429, retryAfter: '30' },
  {
    name: 'all are limited for hours',
    acts: [status(429, { 'retry-after': '9000' }), status(429, { 'retry-after': '8000' })],
    status: 429,
    shouldRetry: 'false',
  },
  {
    name: 'one is overloaded and one has a dead key',
    acts: [status(529), status(401)],
    status: 503,
    // Three refusals by then: 5 s × 2².
    retryAfter: '20',
    attempts: '4',
  },
  {
    name: 'one is down for a told time',
    acts: [status(503, { 'retry-after': '12' }), status(500)],
    status: 503,
    retryAfter: '12',
  },
  { name: 'no key is accepted', acts: [status(401), status(401)], status: 401, shouldRetry: 'false' },
  { name: 'no balance is left', acts: [status(402), status(401)], status: 402, shouldRetry: 'false' },
  {
    name: 'nobody has the model',
    acts: [{ do: 'status', status: 404, message: 'model: nowhere' }, status(402)],
    status: 404,
    shouldRetry: 'false',
  },
]

test.each(ROWS)(
  'several endpoints: when $name, the answer is $status',
  async ({ acts, attempts = '2', retryAfter, shouldRetry, status: expected }) => {
    const ups = await Promise.all(acts.map((act, index) => upstream(`up${String(index)}`, [act])))
    const { url } = await startRig(ups)
    const answer = await sendMessage(url)
    expect([answer.status, answer.headers['retry-after'], answer.headers['x-should-retry']]).toEqual([
      expected,
      retryAfter,
      shouldRetry,
    ])
    expect(errorOf(answer).message).toMatch(/rig\/up0: status \d+.*; rig\/up1: status \d+/)
    expect(answer.headers['x-qcc-attempts']).toBe(attempts)
  },
)

test('five limited keys do not hide the sixth', async () => {
  const limited = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => upstream(name, [status(429)])))
  const { sdk } = await startRig([...limited, await upstream('six', [GOOD])])
  const message = await sdk.messages.create({
    model: 'm',
    max_tokens: 1,
    messages: [{ role: 'user', content: 'hi' }],
  })
  expect(message.content).toMatchObject([{ text: 'hello from six' }])
})

test('attempts that may be billed are counted, and end', async () => {
  const ups = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => upstream(name, [status(500)])))
  const { url } = await startRig(ups)
  const answer = await sendMessage(url)
  expect([answer.status, answer.headers['x-qcc-attempts']]).toEqual([503, '4'])
  expect(ups[4]?.seen).toHaveLength(0)
})

test('an endpoint whose reference leads to no key is passed by', async () => {
  const one = await upstream('one', [GOOD])
  const { events, url } = await startRig([
    { name: 'one', url: one.url, key: null },
    await upstream('two', [GOOD]),
  ])
  const answer = await sendMessage(url)
  // It was passed by, and not asked.
  expect([answer.headers['x-qcc-endpoint'], answer.headers['x-qcc-attempts']]).toEqual(['rig/two', '1'])
  expect(events[0]).toMatchObject({
    outcome: 'credential',
    progress: 'not-sent',
    why: 'env:one has no value, or one of several lines',
  })
  expect(events.at(-1)).toMatchObject({ event: 'answer', attempts: 1 })
  expect(one.seen).toHaveLength(0)
})

test.each(['sk-made…up', 'sk-made\nup', 'sk-made\u0000up', 'sk-madé-up'])(
  'a key that no header can carry (%j) is that endpoint’s trouble alone, and is never repeated',
  async (key) => {
    const one = await upstream('one', [GOOD])
    const { events, url } = await startRig([{ ...one, key }, await upstream('two', [GOOD])])
    expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
    const why = 'env:one is no key: it has a character that no header can carry'
    expect(events[0]).toMatchObject({ outcome: 'credential', progress: 'not-sent', why })
    const alone = await startRig([{ ...one, key }])
    const answer = await sendMessage(alone.url)
    expect([answer.status, answer.headers['x-should-retry'], answer.headers['x-qcc-attempts']]).toEqual([
      401,
      'false',
      '0',
    ])
    expect(errorOf(answer).message).toContain(`rig/one: ${why}`)
    expect(errorOf(answer).message + JSON.stringify([...events, ...alone.events])).not.toContain('sk-mad')
    expect(one.seen).toHaveLength(0)
  },
)

test('an endpoint whose stored key cannot be read is passed by, with the reason; alone, it is a 401', async () => {
  const one = await upstream('one', [GOOD])
  const key = new AppError('secret-unreadable', 'the key file is another one')
  const { events, url } = await startRig([{ ...one, key }, await upstream('two', [GOOD])])
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  const why = 'env:one cannot be read: the key file is another one'
  expect(events[0]).toMatchObject({ outcome: 'credential', progress: 'not-sent', why })
  const alone = await startRig([{ ...one, key }])
  const answer = await sendMessage(alone.url)
  expect([answer.status, answer.headers['x-should-retry']]).toEqual([401, 'false'])
  expect(errorOf(answer).message).toContain(`rig/one: ${why}`)
  expect([one.seen.length, alone.engine.inFlight]).toEqual([0, 0])
})

test('half an error text is nobody’s answer: a refusal that is cut off is told in our words', async () => {
  const up = await cutOff(
    'HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"type":"error","error":{"type":\r\n',
  )
  const { url } = await startRig([up])
  const answer = await sendMessage(url)
  expect([answer.status, answer.isComplete]).toEqual([503, true])
  expect(errorOf(answer).message).toContain('rig/cut: status 400')
})

test('a refusal is what its status says, however wrong its length is', async () => {
  const up = await cutOff('HTTP/1.1 429 No\r\nconnection: close\r\ncontent-length: 50\r\n\r\n{"error":"no"}')
  const { events, url } = await startRig([up])
  expect((await sendMessage(url)).status).toBe(429)
  expect(events[0]).toMatchObject({ outcome: 'rate-limited', why: 'status 429' })
})

/** Answers with these bytes and closes. */
async function cutOff(bytes: string): Promise<{ readonly name: string; readonly url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(bytes))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return { name: 'cut', url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` }
}
