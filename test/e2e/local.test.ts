import { expect, test } from 'vitest'
import { errorOf, send, sendRaw } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const

test.each([
  ['HEAD', '/'],
  ['HEAD', '/api/hello'],
  ['GET', '/api/hello'],
])('%s %s is answered here', async (method, path) => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const answer = await send(url + path, { method })
  expect([answer.status, answer.isComplete]).toEqual([200, true])
  expect(up.seen).toHaveLength(0)
})

test.each([
  [{ host: 'evil.example:7860' }],
  [{ host: 'localhost.evil.example' }],
  [{ host: '169.254.1.1' }],
  [{ host: '0.0.0.0:7860' }],
  [{ host: 'evil@127.0.0.1' }],
  [{ host: '127.0.0.1/evil.example' }],
  [{ host: '127.0.0.1:80:80' }],
  [{ origin: 'https://evil.example' }],
  [{ origin: 'null' }],
  [{ origin: '' }],
  [{ origin: 'http://localhost:3000' }],
  [{ origin: 'http://127.0.0.1' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }],
  // A name of the page's own that was made to lead here, which agrees with itself.
  [{ host: 'evil.example', origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' }],
])('a request that came from elsewhere (%j) is refused', async (headers) => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  for (const path of ['/v1/messages', '/api/hello', '/_qcc/api/v1/identity']) {
    const answer = await send(url + path, { headers, body: '{}' })
    expect([answer.status, errorOf(answer).type]).toEqual([403, 'permission_error'])
  }
  expect(up.seen).toHaveLength(0)
})

test.each([
  [{ host: 'localhost:7860' }],
  [{ host: 'LOCALHOST' }],
  [{ host: '[::1]:7860' }],
  [{ host: '127.0.0.2:1' }],
  [{ host: 'app.localhost' }],
  [{ host: 'localhost:7860', origin: 'http://localhost:7860', 'sec-fetch-site': 'same-origin' }],
  [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'cors' }],
])('a request of this machine (%j) is served', async (headers) => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const answer = await send(`${url}/v1/messages`, { headers, body: '{"model":"m","messages":[]}' })
  expect(answer.status).toBe(200)
})

const SHOWN = ['document', 'iframe', 'embed', 'object', 'script', 'style', 'image', 'worker', 'serviceworker']

test.each([
  ...SHOWN.map((into) => ({
    'sec-fetch-site': 'same-origin',
    'sec-fetch-dest': into,
    'sec-fetch-mode': 'cors',
  })),
  { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' },
  // A browser that says nothing of the kind.
  { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
])('what a browser would show or run (%j) is asked of no endpoint', async (headers) => {
  const up = await upstream('one', [{ do: 'html' }])
  const { url } = await startRig([up])
  const paths = ['/page', '/v1/messages', '/p/rig/', '/_qcc/queue/0f2d0ae5-4f0c-4b5e-8d70-a3b0f3ef8e11']
  for (const path of 'accept' in headers || headers['sec-fetch-site'] === 'none'
    ? paths.slice(0, 2)
    : paths) {
    const answer = await send(url + path, { method: 'GET', headers })
    expect([path, answer.status]).toEqual([path, 403])
    expect(errorOf(answer).message).toContain('/_qcc/')
  }
  expect(up.seen).toHaveLength(0)
})

test('a person who goes to the proxy is led to the dashboard; a program that reads there is not', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const visit = await send(`${url}/`, { method: 'GET', headers: { accept: 'text/html,*/*;q=0.8' } })
  expect([visit.status, visit.headers.location]).toEqual([303, '/_qcc/'])
  expect(up.seen).toHaveLength(0)
  for (const headers of [{ accept: '*/*' }, { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }]) {
    await send(`${url}/`, { method: 'GET', headers })
  }
  expect(up.seen).toHaveLength(2)
})

test('the names of proxy.hosts are no strangers; what is like them is', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up], {}, { 'proxy.hosts': 'box.example,192.0.2.7' })
  const statusFor = async (host: string) =>
    (await send(`${url}/v1/messages`, { headers: { host }, body: '{"model":"m","messages":[]}' })).status
  // Known, and asked for a token.
  for (const host of ['box.example', 'BOX.example:1', '192.0.2.7']) expect(await statusFor(host)).toBe(401)
  for (const host of ['a.box.example', 'box.example.evil', '192.0.2.70', ',']) {
    expect(await statusFor(host)).toBe(403)
  }
})

test.each([
  [
    'two hosts',
    'POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n',
    /^HTTP\/1\.1 400 /,
  ],
  [
    'two hosts that agree',
    'POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nHost: localhost\r\n',
    /^HTTP\/1\.1 400 /,
  ],
  ['no host', 'POST /v1/messages HTTP/1.1\r\n', /^HTTP\/1\.1 400 /],
  ['an empty host', 'POST /v1/messages HTTP/1.1\r\nhost:\r\n', /^HTTP\/1\.1 403 /],
  [
    'a page of its own origin, and no host to compare it with',
    'POST /v1/messages HTTP/1.0\r\norigin: http://localhost\r\n',
    /^HTTP\/1\.[01] 403 /,
  ],
])('%s on the wire is refused, and nobody is asked', async (_what, head, status) => {
  const up = await upstream('one', [GOOD])
  const { proxy } = await startRig([up])
  const answer = await sendRaw(proxy.port, `${head}content-length: 2\r\nconnection: close\r\n\r\n{}`)
  expect(answer).toMatch(status)
  expect(up.seen).toHaveLength(0)
})
