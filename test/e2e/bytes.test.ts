import { brotliCompressSync, gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { send, sendMessage } from '../support/http.ts'
import { QUESTION, startRig, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const

test('the body, the query and every header but the hop-by-hop ones reach the endpoint as they were sent', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const body =
    '{ "model":"claude-x",\n "unknown":{"a":[1,2.0,1e3,"\\u00e9é"]}, "cache_control" : null,"stream":false }'
  await send(`${url}/v1/messages?beta=true&x=a%20b`, {
    headers: [
      ...['Host', new URL(url).host],
      ...['Anthropic-Beta', 'a-1,b-2'],
      ...['anthropic-version', '2026-10-21'],
      ...['X-Unknown-Header', 'kept'],
      ...['x-api-key', 'the-clients-own'],
      ...['Authorization', 'Bearer the-clients-own'],
      ...['Cookie', 'session=secret'],
      ...['Accept-Encoding', 'gzip, br'],
      ...['Connection', 'keep-alive, X-Per-Hop'],
      ...['X-Per-Hop', 'dropped'],
      ...['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  })
  const [seen] = up.seen
  expect(seen?.body.toString()).toBe(body)
  expect(seen?.path).toBe('/v1/messages?beta=true&x=a%20b')
  const headers = (seen?.headers ?? []).filter(
    ([name]) => !['host', 'connection'].includes(name.toLowerCase()),
  )
  expect(headers).toEqual([
    ['Anthropic-Beta', 'a-1,b-2'],
    ['anthropic-version', '2026-10-21'],
    ['X-Unknown-Header', 'kept'],
    ['accept-encoding', 'identity'],
    ['x-api-key', 'key-of-one'],
    ['content-length', String(Buffer.byteLength(body))],
  ])
})

test.each([
  ['x-api-key', { 'x-api-key': 'key-of-one' }],
  ['bearer', { authorization: 'Bearer key-of-one' }],
  ['both', { 'x-api-key': 'key-of-one', authorization: 'Bearer key-of-one' }],
] as const)('an endpoint with auth %s gets its key there and nowhere else', async (auth, expected) => {
  const up = await upstream('one', [GOOD])
  const { sdk } = await startRig([{ url: up.url, name: 'one', auth }])
  await sdk.messages.create(QUESTION)
  const sent = (up.seen[0]?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value] as const)
  const credentials = sent.filter(([name]) => name === 'x-api-key' || name === 'authorization')
  expect(Object.fromEntries(credentials)).toEqual(expected)
})

test('after a failover the next endpoint gets its own key, host and path prefix, and the same body', async () => {
  const first = await upstream('one', [{ do: 'status', status: 500 }])
  const second = await upstream('two', [GOOD])
  const { url } = await startRig([first, { url: `${second.url}/relay/v9`, name: 'two', auth: 'bearer' }])
  await sendMessage(url)
  const [a] = first.seen
  const [b] = second.seen
  const header = (seen: typeof a, name: string) =>
    seen?.headers.find(([key]) => key.toLowerCase() === name)?.[1]
  expect(b?.path).toBe('/relay/v9/v1/messages?beta=true')
  expect(header(b, 'host')).toBe(new URL(second.url).host)
  expect([header(a, 'x-api-key'), header(a, 'authorization')]).toEqual(['key-of-one', undefined])
  expect([header(b, 'x-api-key'), header(b, 'authorization')]).toEqual([undefined, 'Bearer key-of-two'])
  expect(b?.body).toEqual(a?.body)
})

test.each([
  ['POST', '/v1/messages/count_tokens?beta=true'],
  ['GET', '/v1/models?limit=1000&after_id=a%2Fb'],
  ['HEAD', '/v1/models/x'],
  ['POST', '/v1/messages/batches?beta=true'],
  ['DELETE', '/v1/files/file_1'],
])(
  '%s %s reaches an endpoint with its key, its path prefix, its query, and nothing of the client’s',
  async (method, path) => {
    const up = await upstream('one', [], { other: () => ({ do: 'status', status: 200, body: {} }) })
    const { url } = await startRig([{ url: `${up.url}/relay/v9`, name: 'one', auth: 'both' }])
    const headers = { 'x-api-key': 'the-clients-own', authorization: 'Bearer the-clients-own' }
    const answer = await send(url + path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) })
    expect([answer.status, up.seen[0]?.method, up.seen[0]?.path]).toEqual([200, method, `/relay/v9${path}`])
    const sent = (up.seen[0]?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value])
    expect(sent.filter(([name]) => name === 'x-api-key' || name === 'authorization')).toEqual([
      ['x-api-key', 'key-of-one'],
      ['authorization', 'Bearer key-of-one'],
    ])
    expect(sent).toContainEqual(['host', new URL(up.url).host])
  },
)

test('a body of many chunks reaches every endpoint of a failover byte by byte', async () => {
  const first = await upstream('one', [{ do: 'status', status: 500 }])
  const second = await upstream('two', [GOOD])
  const { url } = await startRig([first, second])
  const text = Array.from({ length: 40_000 }, (_, at) => `${String(at)} é`).join()
  const body = Buffer.from(JSON.stringify({ model: 'm', messages: [text], stream: true }))
  expect((await send(`${url}/v1/messages`, { body })).headers['x-qcc-endpoint']).toBe('rig/two')
  for (const { seen } of [first, second]) expect(seen.map((one) => one.body.equals(body))).toEqual([true])
})

test("a real Claude Code request reaches the endpoint byte by byte, with the client's headers in order", async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const recorded = recordedRequest()
  const body = JSON.stringify(recorded.body)
  const headers = recorded.headers.flatMap(([name, value]) =>
    name === 'Content-Length' ? [name, String(Buffer.byteLength(body))] : [name, value],
  )
  const answer = await send(url + recorded.url, { headers, body })
  expect(answer.status).toBe(200)
  expect(up.seen[0]?.body.toString()).toBe(body)
  const own = new Set(['host', 'connection', 'accept-encoding', 'x-api-key', 'content-length'])
  const others = (lines: readonly (readonly [string, string])[]) =>
    lines.filter(([name]) => !own.has(name.toLowerCase()))
  expect(others(up.seen[0]?.headers ?? [])).toEqual(others(recorded.headers))
})

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
] as const)('on other paths an answer packed with %s passes packed', async (encoding, pack) => {
  const packed = pack(Buffer.from('{"data":[]}'))
  const raw = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${String(packed.length)}\r\n\r\n`
  const up = await upstream('one', [GOOD], {
    other: () => ({ do: 'raw', bytes: Buffer.concat([Buffer.from(raw), packed]) }),
  })
  const { url } = await startRig([up])
  const answer = await send(`${url}/v1/models?limit=1000`, {
    method: 'GET',
    headers: { 'accept-encoding': encoding },
  })
  expect(answer.headers['content-encoding']).toBe(encoding)
  expect(answer.body).toEqual(packed)
  expect(up.seen[0]?.headers).toContainEqual(['accept-encoding', encoding])
})

test.each([0, 1, 8, 9, 100])(
  'an answer of %s times every byte reaches the client as it is',
  async (times) => {
    const body = Buffer.from(Array.from({ length: times * 256 }, (_, at) => at % 256))
    const head = `HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: ${String(body.length)}\r\n\r\n`
    const up = await upstream('one', [GOOD], {
      other: () => ({ do: 'raw', bytes: Buffer.concat([Buffer.from(head), body]) }),
    })
    const { url } = await startRig([up])
    const answer = await send(`${url}/v1/files/file_1/content`, { method: 'GET' })
    expect(answer.isComplete).toBe(true)
    expect(answer.body).toEqual(body)
  },
)

test.each(['gzip', 'br', 'deflate', 'zstd'] as const)(
  'a message packed with %s although identity was asked for is unpacked, and says nothing of the packing',
  async (encoding) => {
    for (const stream of [true, false]) {
      const up = await upstream('one', [{ do: 'serve', manner: { encoding } }])
      const { url } = await startRig([up])
      const answer = await sendMessage(url, { stream })
      expect(answer.body.toString()).toContain('hello from one'.slice(0, 3))
      expect(answer.headers['content-encoding']).toBeUndefined()
      expect(answer.isComplete).toBe(true)
    }
  },
)

interface Recorded {
  readonly kind: string
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: unknown
}

/** Recorded from the unmodified program, with its long texts elided. */
function recordedRequest(): Recorded {
  const file = new URL('../data/claude-code-request.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded
}
