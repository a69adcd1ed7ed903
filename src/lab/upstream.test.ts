import { Agent, request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../app/system-clock.ts'
import { startUpstream } from './upstream.ts'
import type { Upstream, UpstreamOptions } from './upstream.ts'

async function lab(options: Partial<UpstreamOptions> = {}): Promise<Upstream> {
  const upstream = await startUpstream({ clock: systemClock, name: 'north', ...options })
  onTestFinished(() => upstream.close())
  return upstream
}

const QUESTION = { model: 'claude-opus-5-5', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }

function ask(upstream: Upstream, extra: object = {}): Promise<Response> {
  const body = JSON.stringify({ ...QUESTION, ...extra })
  return fetch(`${upstream.url}/v1/messages?beta=true`, { method: 'POST', body })
}

interface Message {
  readonly content: readonly unknown[]
  readonly model: string
  readonly stop_reason: string
  readonly usage: unknown
  readonly error: { readonly type: string }
}

async function messageOf(answer: Response): Promise<Message> {
  return (await answer.json()) as Message
}

interface Event {
  readonly type: string
  readonly delta?: {
    readonly type?: string
    readonly text?: string
    readonly partial_json?: string
    readonly thinking?: string
  }
  readonly message?: { readonly model: string; readonly usage: { readonly output_tokens: number } }
}

async function eventsOf(answer: Response): Promise<Event[]> {
  const lines = (await answer.text()).split('\n').filter((line) => line.startsWith('data: '))
  return lines.map((line) => JSON.parse(line.slice('data: '.length)) as Event)
}

test('a stream has the events of the API in their order', async () => {
  const upstream = await lab({
    acts: [
      { do: 'serve', thinking: 'abcdefgh', text: 'stuvwxyz', tool: { name: 'Read', input: { path: 'a' } } },
    ],
  })
  const answer = await ask(upstream, { stream: true })
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(answer.headers.get('request-id')).toMatch(/^req_/)
  const events = await eventsOf(answer)
  const shape = events.map((event) => event.delta?.type ?? event.type)
  expect(shape).toEqual([
    'message_start',
    'content_block_start',
    'ping',
    ...Array<string>(4).fill('thinking_delta'),
    'signature_delta',
    'content_block_stop',
    'content_block_start',
    ...Array<string>(4).fill('text_delta'),
    'content_block_stop',
    'content_block_start',
    ...Array<string>(5).fill('input_json_delta'),
    'content_block_stop',
    'message_delta',
    'message_stop',
  ])
  expect(events.map((event) => event.delta?.partial_json ?? '').join('')).toBe('{"path":"a"}')
  expect(events[0]?.message).toMatchObject({ model: 'claude-opus-5-5', usage: { output_tokens: 1 } })
})

test('a whole message has what the stream has', async () => {
  const upstream = await lab({
    acts: [{ do: 'serve', thinking: 'hm', tool: { name: 'Read', input: { path: 'a' } } }],
  })
  const message = await messageOf(await ask(upstream))
  expect(message).toMatchObject({
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-5-5',
    stop_reason: 'tool_use',
  })
  expect(message.content).toMatchObject([
    { type: 'thinking', thinking: 'hm' },
    { type: 'text', text: 'hello from north' },
    { type: 'tool_use', name: 'Read', input: { path: 'a' } },
  ])
  const delta = (await eventsOf(await ask(upstream, { stream: true }))).find(
    ({ type }) => type === 'message_delta',
  )
  expect(delta).toMatchObject({
    delta: { stop_reason: 'tool_use' },
    usage: { output_tokens: expect.any(Number) as number },
  })
})

test('several tools of one answer have ids of their own', async () => {
  const read = (path: string) => ({ name: 'Read', input: { path } })
  const upstream = await lab({ acts: [{ do: 'serve', text: '', tool: [read('a'), read('b')] }] })
  const { content } = await messageOf(await ask(upstream))
  expect(content).toMatchObject([{ input: { path: 'a' } }, { input: { path: 'b' } }])
  expect(new Set(content.map((block) => (block as { id: string }).id)).size).toBe(2)
})

test('the model, the stop reason and the usage of an answer can be told', async () => {
  const usage = { input_tokens: 7, output_tokens: 3, cache_read_input_tokens: 5 }
  const upstream = await lab({
    acts: [{ do: 'serve', model: 'other', text: '', stopReason: 'max_tokens', usage }],
  })
  const message = await messageOf(await ask(upstream))
  expect(message).toMatchObject({ model: 'other', content: [], stop_reason: 'max_tokens', usage })
})

test('requests take the acts in order and the last one stays', async () => {
  const upstream = await lab({
    acts: [{ do: 'status', status: 529 }, { do: 'status', status: 500 }, { do: 'serve' }],
  })
  const statuses = []
  for (let count = 0; count < 4; count += 1) statuses.push((await ask(upstream)).status)
  expect(statuses).toEqual([529, 500, 200, 200])
  upstream.play({ do: 'status', status: 401 })
  expect((await messageOf(await ask(upstream))).error.type).toBe('authentication_error')
})

test('an error can have a type, a body and headers of its own', async () => {
  const upstream = await lab({
    acts: [
      {
        do: 'status',
        status: 500,
        type: 'overloaded_error',
        message: 'Overloaded',
        headers: { 'retry-after': '7' },
      },
      { do: 'status', status: 502, body: '<p>bad</p>', headers: { 'content-type': 'text/html' } },
      { do: 'json-error', type: 'api_error', message: 'no' },
      { do: 'empty' },
      { do: 'html' },
    ],
  })
  const overloaded = await ask(upstream)
  expect([overloaded.status, overloaded.headers.get('retry-after')]).toEqual([500, '7'])
  expect(await overloaded.json()).toMatchObject({
    type: 'error',
    error: { type: 'overloaded_error', message: 'Overloaded' },
  })
  const page = await ask(upstream)
  expect([page.headers.get('content-type'), await page.text()]).toEqual(['text/html', '<p>bad</p>'])
  const inside = await ask(upstream)
  expect([inside.status, (await messageOf(inside)).error.type]).toEqual([200, 'api_error'])
  expect(await (await ask(upstream)).text()).toBe('')
  expect(await (await ask(upstream)).text()).toMatch(/^<!doctype html>/)
})

test('a body that is no JSON, or names no model, is an invalid request', async () => {
  const upstream = await lab()
  for (const body of ['{"model":', '{"messages":[]}', '{"model":3}', 'null']) {
    const answer = await fetch(`${upstream.url}/v1/messages`, { method: 'POST', body })
    expect([answer.status, (await messageOf(answer)).error.type]).toEqual([400, 'invalid_request_error'])
  }
})

test('what was sent is seen as it was, connection by connection', async () => {
  const upstream = await lab({ remember: 2 })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => {
    agent.destroy()
  })
  for (const round of ['1', '2', '3']) await sendWith(agent, upstream, round)
  expect(upstream.seen.map(({ body }) => JSON.parse(body.toString()) as object)).toEqual([
    { ...QUESTION, round: '2' },
    { ...QUESTION, round: '3' },
  ])
  const [second, third] = upstream.seen
  expect(second).toMatchObject({ method: 'POST', path: '/v1/messages?beta=true', connection: 1 })
  expect(third?.headers.slice(0, 2)).toEqual([
    ['X-Odd-Case', 'a'],
    ['x-odd-case', 'b'],
  ])
  expect(upstream.connections).toBe(1)
  expect(await third?.finished).toBe('complete')
  expect(third?.closedEarlyAt()).toBeNull()
})

function sendWith(agent: Agent, upstream: Upstream, round: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ ...QUESTION, round })
    const headers = ['X-Odd-Case', 'a', 'x-odd-case', 'b', 'host', 'lab', 'content-length', `${body.length}`]
    const asking = request(
      `${upstream.url}/v1/messages?beta=true`,
      { method: 'POST', agent, headers },
      (answer) => {
        answer.resume().on('end', resolve)
      },
    )
    asking.on('error', reject).end(body)
  })
}

test.each([true, false])(
  'a client that leaves is noticed before the answer is complete (stream: %s)',
  async (stream) => {
    const acts = [{ do: 'serve', manner: stream ? { everyMs: 60_000 } : { headersAfterMs: 60_000 } }] as const
    const upstream = await lab({ acts })
    const leaving = new AbortController()
    const body = JSON.stringify({ ...QUESTION, stream })
    const asked = fetch(`${upstream.url}/v1/messages`, { method: 'POST', body, signal: leaving.signal })
    await expect.poll(() => upstream.open).toBe(1)
    const [seen] = upstream.seen
    expect(seen?.closedEarlyAt()).toBeNull()
    leaving.abort()
    await expect(asked.then((answer) => answer.text())).rejects.toThrow()
    expect(await seen?.finished).toBe('aborted')
    expect(seen?.closedEarlyAt()).toBeGreaterThanOrEqual(seen?.at ?? Infinity)
    expect(upstream.open).toBe(0)
  },
)

test('a break on purpose is the end of the act and not the client leaving', async () => {
  const upstream = await lab({ acts: [{ do: 'serve', breakAt: { phase: 'in-text', how: 'reset' } }] })
  await expect(ask(upstream, { stream: true }).then((answer) => answer.text())).rejects.toThrow()
  expect(await upstream.seen[0]?.finished).toBe('complete')
  expect(upstream.seen[0]?.closedEarlyAt()).toBeNull()
})

test('an upstream that is down refuses connections, and is back at the same port', async () => {
  const upstream = await lab({ acts: [{ do: 'serve', manner: { firstAfterMs: 60_000 } }] })
  const asked = await ask(upstream, { stream: true })
  await upstream.down()
  await expect(asked.text()).rejects.toThrow()
  expect(await upstream.seen[0]?.finished).toBe('aborted')
  expect(upstream.seen[0]?.closedEarlyAt()).toBeNull()
  await expect(ask(upstream)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  await upstream.down()
  await upstream.up()
  upstream.play({ do: 'serve' })
  expect((await ask(upstream)).status).toBe(200)
})

test('a break at accept on a kept-alive connection comes once the request is read', async () => {
  const upstream = await lab({
    acts: [{ do: 'serve' }, { do: 'serve', breakAt: { phase: 'accept', how: 'reset' } }],
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  await sendWith(agent, upstream, '1')
  await expect(sendWith(agent, upstream, '2')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect([upstream.seen.length, upstream.connections]).toEqual([2, 1])
})

test('the pauses of an answer are taken from the clock', async () => {
  const pauses: number[] = []
  const clock = {
    now: () => systemClock.now(),
    after: (ms: number, run: () => void) => (pauses.push(ms), systemClock.after(0, run)),
  }
  const manner = { headersAfterMs: 1_000, firstAfterMs: 2_000, everyMs: 3_000, breakAfterMs: 4_000 }
  const breakAt = { phase: 'after-stop', how: { bytes: '' } } as const
  const upstream = await lab({ clock, acts: [{ do: 'serve', deltas: 1, manner, breakAt }] })
  const events = await eventsOf(await ask(upstream, { stream: true }))
  expect(pauses).toEqual([1_000, 2_000, ...Array<number>(events.length - 1).fill(3_000), 4_000])
})

test('a port that is taken is reported', async () => {
  const upstream = await lab()
  await expect(lab({ port: Number(new URL(upstream.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})
