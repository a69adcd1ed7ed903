import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../app/system-clock.ts'
import { startUpstream } from './upstream.ts'
import type { Upstream, UpstreamOptions } from './upstream.ts'

async function lab(options: Partial<UpstreamOptions> = {}): Promise<Upstream> {
  const upstream = await startUpstream({ clock: systemClock, ...options })
  onTestFinished(() => upstream.close())
  return upstream
}

function ask(upstream: Upstream, headers: Record<string, string> = {}): Promise<Response> {
  const body = JSON.stringify({ model: 'claude-opus-5-5', max_tokens: 9, messages: [] })
  return fetch(`${upstream.url}/v1/messages`, { method: 'POST', body, headers })
}

test.each([
  ['HEAD', '/', 200, null],
  ['GET', '/api/hello', 200, { message: 'hello' }],
  ['POST', '/v1/messages/count_tokens?beta=true', 200, { input_tokens: 1 }],
  ['GET', '/v1/models?limit=1000', 200, { has_more: false, first_id: 'claude-opus-5-5' }],
  ['POST', '/v1/messages/batches', 200, { type: 'message_batch' }],
  ['POST', '/v1/files', 200, { type: 'file', size_bytes: 4 }],
  ['GET', '/v1/nowhere', 404, { error: { type: 'not_found_error' } }],
  ['GET', '/v1/messages', 404, { error: { type: 'not_found_error' } }],
])('%s %s is answered %i and takes no act', async (method, path, status, body) => {
  const upstream = await lab({ acts: [{ do: 'status', status: 500 }, { do: 'serve' }] })
  const answer = await fetch(`${upstream.url}${path}`, { method, ...(method === 'POST' && { body: 'body' }) })
  expect(answer.status).toBe(status)
  if (body !== null) expect(await answer.json()).toMatchObject(body)
  expect((await ask(upstream)).status).toBe(500)
})

test('a batch is found where it was made and nowhere else', async () => {
  const [north, south] = [await lab(), await lab()]
  const { id } = (await (await fetch(`${north.url}/v1/messages/batches`, { method: 'POST' })).json()) as {
    id: string
  }
  expect((await fetch(`${north.url}/v1/messages/batches/${id}?x=1`)).status).toBe(200)
  expect((await fetch(`${south.url}/v1/messages/batches/${id}`)).status).toBe(404)
})

test('the other paths can be told what to answer, one by one', async () => {
  const upstream = await lab({
    other: ({ path }) => (path.includes('count_tokens') ? { do: 'status', status: 404 } : undefined),
  })
  expect((await fetch(`${upstream.url}/v1/messages/count_tokens`, { method: 'POST' })).status).toBe(404)
  expect((await fetch(`${upstream.url}/v1/models`)).status).toBe(200)
})

test('messages can be answered by what they hold, and the script waits meanwhile', async () => {
  const upstream = await lab({
    acts: [{ do: 'status', status: 500 }, { do: 'serve' }],
    reply: ({ headers }) =>
      headers.some(([name]) => name === 'x-api-key') ? { do: 'status', status: 402 } : undefined,
  })
  expect((await ask(upstream, { 'x-api-key': 'any' })).status).toBe(402)
  expect((await ask(upstream)).status).toBe(500)
  expect((await ask(upstream)).status).toBe(200)
})

test('another key is refused on every path of the API, in whichever header it comes', async () => {
  const upstream = await lab({ key: 'sk-right' })
  expect((await ask(upstream, { 'x-api-key': 'sk-right' })).status).toBe(200)
  expect((await ask(upstream, { authorization: 'Bearer sk-right' })).status).toBe(200)
  expect((await ask(upstream, { 'x-api-key': 'sk-wrong' })).status).toBe(401)
  expect((await ask(upstream)).status).toBe(401)
  expect((await fetch(`${upstream.url}/v1/models`)).status).toBe(401)
  expect((await fetch(upstream.url, { method: 'HEAD' })).status).toBe(200)
})

test('a key is limited when its quota is used up, another is not', async () => {
  const upstream = await lab({ quotaPerKey: 2 })
  const left = []
  for (let count = 0; count < 3; count += 1) {
    const answer = await ask(upstream, { 'x-api-key': 'sk-one' })
    left.push([answer.status, answer.headers.get('anthropic-ratelimit-requests-remaining')])
  }
  expect(left).toEqual([
    [200, '1'],
    [200, '0'],
    [429, '0'],
  ])
  expect((await ask(upstream, { 'x-api-key': 'sk-two' })).status).toBe(200)
})
