/**
 * Requests that programs in a row might read differently: what one takes for
 * the body of a request, the next may take for another request. Each is refused
 * before any endpoint hears of it, or reaches one in a form that can be read in
 * one way only.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { Upstream } from '../../src/lab/upstream.ts'
import { sendRaw } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const BODY = '{"model":"m","messages":[]}'
const LENGTH = `content-length: ${String(BODY.length)}`
const CHUNKED = 'transfer-encoding: chunked'
const SIZE = BODY.length.toString(16)
const CHUNKS = `${SIZE}\r\n${BODY}\r\n0\r\n\r\n`
/** After its header lines, each with its end. */
const sized = (lines: string): string => `${lines}${LENGTH}\r\n\r\n${BODY}`
const coded = (lines: string, chunks = CHUNKS): string => `${lines}\r\n\r\n${chunks}`

interface Row {
  readonly what: string
  /** What follows `host`, to the end of the body. */
  readonly rest?: string
  /** The whole first line; `TARGET` is a path of the row's own, by which its endpoint tells it from the others. */
  readonly first?: string
  /** What stands in the place of the line for the host. */
  readonly host?: string
  readonly status?: number
  /** Node itself answers, without a body. */
  readonly isBare?: true
}

const bytesOf = ({ first = 'POST TARGET HTTP/1.1', host = 'host: 127.0.0.1\r\n', rest }: Row, at: number) =>
  Buffer.from(
    `${first.replace('TARGET', `/v1/messages?row=${String(at)}`)}\r\n${host}${rest ?? sized('')}`,
    'latin1',
  )

/** Sends every row over a connection of its own, all at once, to one proxy. */
async function sendAll(rows: readonly Row[]): Promise<{ up: Upstream; answers: readonly string[] }> {
  const up = await upstream('one', [{ do: 'serve' }], {
    other: () => ({ do: 'status', status: 200, body: {} }),
  })
  const { proxy } = await startRig([up])
  const answers = await Promise.all(rows.map((row, at) => sendRaw(proxy.port, bytesOf(row, at))))
  return { up, answers }
}

const REFUSED: readonly Row[] = [
  // Lengths.
  { what: 'two lengths that differ', rest: sized('content-length: 5\r\n') },
  { what: 'two lengths that agree', rest: sized(`${LENGTH}\r\n`) },
  { what: 'two lengths in a line', rest: `${LENGTH}, ${String(BODY.length)}\r\n\r\n${BODY}` },
  { what: 'a length beside chunks', rest: coded(`content-length: 5\r\n${CHUNKED}`) },
  { what: 'chunks beside a length', rest: coded(`${CHUNKED}\r\ncontent-length: 5`) },
  { what: 'an unknown coding beside a length', rest: sized('transfer-encoding: xchunked\r\n') },
  { what: 'an empty coding beside a length', rest: sized('transfer-encoding:\r\n') },
  ...['-1', '+27', '0x1b', '27.0', '2e1', '27;', '2 7', '2_7', '', '5x', '\xb2\xb7', '9'.repeat(30)].map(
    (length) => ({ what: `the length "${length}"`, rest: `content-length: ${length}\r\n\r\n${BODY}` }),
  ),
  // 2^64 and 27: what overflows would be 27.
  { what: 'a length that overflows', rest: `content-length: 18446744073709551643\r\n\r\n${BODY}` },
  // Codings.
  ...[
    ...[
      'xchunked',
      'identity',
      '"chunked"',
      'chunked;q=1',
      'chunked, identity',
      'chunked, chunked',
      'chunked,',
    ],
    ...[
      'identity, chunked',
      'gzip, chunked',
      ', chunked',
      '\x0bchunked',
      'chunked \t',
      'chunked\r\n , identity',
    ],
  ].map((coding) => ({ what: `the coding "${coding}"`, rest: coded(`transfer-encoding: ${coding}`) })),
  { what: 'chunked twice', rest: coded(`${CHUNKED}\r\n${CHUNKED}`) },
  { what: 'another coding in a line before', rest: coded(`transfer-encoding: gzip\r\n${CHUNKED}`) },
  { what: 'another coding in a line behind', rest: coded(`${CHUNKED}\r\ntransfer-encoding: gzip`) },
  { what: 'a coding in HTTP/1.0', first: 'POST TARGET HTTP/1.0', rest: coded(CHUNKED) },
  // Line ends and spaces.
  { what: 'a bare LF behind the host', host: 'host: 127.0.0.1\n' },
  { what: 'a bare LF behind a header', rest: sized('x-a: b\n') },
  { what: 'a bare LF at the end of headers', rest: `${LENGTH}\r\n\n${BODY}` },
  { what: 'a bare CR in a header', rest: sized('x-a: b\rc: d\r\n') },
  { what: 'a length behind a bare CR', rest: sized('x-a: b\rcontent-length: 0\r\n') },
  { what: 'a folded header', rest: sized('x-a: b\r\n c: d\r\n') },
  { what: 'a folded coding', rest: coded('transfer-encoding:\r\n chunked') },
  { what: 'a space before the colon', rest: coded('transfer-encoding : chunked') },
  { what: 'a tab before the colon', rest: coded('transfer-encoding\t: chunked') },
  { what: 'a space before the name', rest: coded(' transfer-encoding: chunked') },
  { what: 'a space before the first name', host: ' host: 127.0.0.1\r\n' },
  { what: 'a space in a name', rest: sized('x a: b\r\n') },
  { what: 'no name', rest: sized(': b\r\n') },
  { what: 'no colon', rest: sized('x-a\r\n') },
  ...['\0', '\x01', '\x7f'].map((char) => ({
    what: `${JSON.stringify(char)} in a value`,
    rest: sized(`x-a: b${char}c\r\n`),
  })),
  { what: 'NUL in a name', rest: sized('x\0a: b\r\n') },
  // Chunks.
  ...[
    '1000000000000001b',
    '0x1b',
    '-1b',
    '+1b',
    ' 1b',
    '1b ',
    '1b\t',
    '',
    'zz',
    '1b;a\rb',
    '1b;a="\r\n"',
  ].map((size) => ({
    what: `the chunk size ${JSON.stringify(size)}`,
    rest: coded(CHUNKED, `${size}\r\n${BODY}\r\n0\r\n\r\n`),
  })),
  { what: 'a bare LF behind a size', rest: coded(CHUNKED, `${SIZE}\n${BODY}\r\n0\r\n\r\n`) },
  { what: 'a bare LF behind an extension', rest: coded(CHUNKED, `${SIZE};a\n${BODY}\r\n0\r\n\r\n`) },
  { what: 'a bare LF behind a chunk', rest: coded(CHUNKED, `${SIZE}\r\n${BODY}\n0\r\n\r\n`) },
  { what: 'a bare LF at the end', rest: coded(CHUNKED, `${SIZE}\r\n${BODY}\r\n0\r\n\n`) },
  { what: 'a chunk longer than its size', rest: coded(CHUNKED, `${SIZE}\r\n${BODY}xx0\r\n\r\n`) },
  { what: 'endless extensions', rest: coded(CHUNKED, `${SIZE};${'a'.repeat(20_000)}\r\n${CHUNKS}`) },
  { what: 'a length in a trailer', rest: coded(CHUNKED, `${SIZE}\r\n${BODY}\r\n0\r\n${LENGTH}\r\n\r\n`) },
  { what: 'a coding in a trailer', rest: coded(CHUNKED, `${SIZE}\r\n${BODY}\r\n0\r\n${CHUNKED}\r\n\r\n`) },
  // First lines.
  { what: 'an absolute URL as its target', first: 'POST http://example.invalid/?row HTTP/1.1' },
  { what: 'its own URL as its target', first: 'POST http://127.0.0.1/v1/messages HTTP/1.1' },
  { what: 'no path as its target', first: 'POST v1/messages HTTP/1.1' },
  { what: 'no path but *', first: 'OPTIONS * HTTP/1.1' },
  { what: 'a fragment in its target', first: 'POST TARGET#x HTTP/1.1' },
  ...[' ', '\t', '\0', '\xe9', '\r', '\n'].map((char) => ({
    what: `${JSON.stringify(char)} in its target`,
    first: `POST /v1/mess${char}ages HTTP/1.1`,
  })),
  ...['HTTP/0.9', 'HTTP/1.2', 'HTTP/2.0', 'http/1.1', 'HTTP/1.1 x', ''].map((version) => ({
    what: `"${version}" as its version`,
    first: `GET TARGET ${version}`,
    rest: '\r\n',
  })),
  { what: 'no version at all', first: 'GET TARGET', host: '', rest: '\r\n' },
  { what: 'the greeting of HTTP/2', first: 'PRI * HTTP/2.0', host: '', rest: '\r\nSM\r\n\r\n' },
  { what: 'a method in lower case', first: 'post TARGET HTTP/1.1' },
  { what: 'an unknown method', first: 'SMUGGLE TARGET HTTP/1.1' },
  { what: 'a tunnel as its wish', first: 'CONNECT example.invalid:443 HTTP/1.1', rest: '\r\n' },
  { what: 'no HTTP at all', first: 'hello, who is there?', host: '', rest: '\r\n' },
  // Hosts.
  { what: 'no host', host: '', isBare: true },
  {
    what: 'a second host behind 1,500 headers',
    rest: sized(`${'a: b\r\n'.repeat(1_500)}host: example.invalid\r\n`),
  },
  {
    what: 'a coding behind 1,500 headers',
    rest: coded(`${'a: b\r\n'.repeat(1_500)}transfer-encoding: gzip, chunked`),
  },
  { what: 'two hosts', host: 'host: 127.0.0.1\r\nhost: example.invalid\r\n' },
  ...['', '127.0.0.1@example.invalid', '127.0.0.1, example.invalid', '127.0.0.1.example.invalid'].map(
    (name) => ({
      what: `the host "${name}"`,
      host: `host: ${name}\r\nconnection: close\r\n`,
      status: 403,
    }),
  ),
  // More than there is room for.
  { what: 'a header of 70 kB', rest: sized(`x-a: ${'x'.repeat(70_000)}\r\n`), status: 431 },
  { what: 'thousands of headers', rest: sized('a:\r\n'.repeat(9_000)), status: 431 },
  { what: 'a target of 70 kB', first: `POST /v1/${'x'.repeat(70_000)} HTTP/1.1`, status: 431 },
  {
    what: 'a wish that nobody knows',
    rest: sized('expect: 200-ok\r\nconnection: close\r\n'),
    status: 417,
    isBare: true,
  },
]

test('what can be read in more than one way is refused, its connection closed, and no endpoint hears of it', async () => {
  const { answers, up } = await sendAll(REFUSED)
  const got = answers.map((answer, at) => [REFUSED[at]?.what, answer.match(/HTTP\/1\.1 \d+/g)])
  expect(got).toEqual(REFUSED.map(({ status = 400, what }) => [what, [`HTTP/1.1 ${String(status)}`]]))
  const bare = REFUSED.filter((_row, at) => answers[at]?.includes('{"type":"error","error":{') === false)
  expect(bare).toEqual(REFUSED.filter(({ isBare }) => isBare))
  expect(up.seen.map(({ path }) => path)).toEqual([])
})

/** Odd, and yet to be read in one way only. `sent`: what of it reaches the endpoint besides the path, which it knows the row by. */
const SOUND: readonly (Row & { readonly path?: string; readonly sent?: readonly string[] })[] = [
  { what: 'chunks', rest: coded(`connection: close\r\n${CHUNKED}`) },
  { what: 'chunks in capitals', rest: coded('connection: close\r\nTRANSFER-ENCODING:\tCHUNKED') },
  { what: 'an extension', rest: coded(`connection: close\r\n${CHUNKED}`, CHUNKS.replace('\r', ';a="b"\r')) },
  {
    what: 'a trailer, which is dropped',
    rest: coded(
      `connection: close\r\ntrailer: x-evil\r\n${CHUNKED}`,
      `${SIZE}\r\n${BODY}\r\n0\r\nx-evil: 1\r\nx-api-key: evil\r\n\r\n`,
    ),
  },
  { what: 'zeros before its length', rest: `connection: close\r\ncontent-length: 00027\r\n\r\n${BODY}` },
  {
    what: 'empty lines before it',
    first: '\r\n\r\nPOST TARGET HTTP/1.1',
    rest: sized('connection: close\r\n'),
  },
  { what: 'HTTP/1.0', first: 'POST TARGET HTTP/1.0' },
  {
    what: 'a header like a coding',
    rest: sized('connection: close\r\ntransfer_encoding: chunked\r\n'),
    sent: ['transfer_encoding', 'chunked'],
  },
  { what: 'a length named by Connection', rest: sized('connection: close, content-length\r\n') },
  {
    what: 'headers of one connection, named in two lines',
    rest: sized(
      'connection: close\r\nconnection: x-hop\r\nx-hop: 1\r\nproxy-connection: close\r\nte: trailers\r\n',
    ),
  },
  {
    what: 'a wish to go on as HTTP/2',
    rest: sized('connection: close, upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n'),
  },
  { what: 'a wait for 100', rest: sized('connection: close\r\nexpect: 100-continue\r\n') },
  { what: 'latin 1', rest: sized('connection: close\r\nx-a: \xe9\r\n'), sent: ['x-a', '\xe9'] },
  { what: 'our own headers', rest: sized('connection: close\r\nx-qcc-evil: 1\r\nX-Qcc-Endpoint: evil\r\n') },
  // Another host in the target is a path of this endpoint.
  ...[
    '//example.invalid/v1',
    '/\\example.invalid',
    '/v1/../../v1',
    '/v1/%0d%0ax-evil:%201',
    '/%5fqcc/api/v1',
  ].map((path) => ({
    what: `the target ${path}`,
    first: `GET ${path} HTTP/1.1`,
    rest: 'connection: close\r\n\r\n',
    path,
  })),
  {
    what: 'a body where none is usual',
    first: 'GET /v1/models HTTP/1.1',
    rest: sized('connection: close\r\n'),
    path: '/v1/models',
  },
]

/** What undici and the proxy put there themselves. */
const OWN = new Set(['host', 'connection', 'accept-encoding', 'x-api-key'])

test('what is odd but sound reaches its endpoint once, framed anew', async () => {
  const { answers, up } = await sendAll(SOUND)
  const got = answers.map((answer, at) => [SOUND[at]?.what, answer.match(/HTTP\/1\.1 (?!100)\d+/g)])
  expect(got).toEqual(SOUND.map(({ what }) => [what, ['HTTP/1.1 200']]))
  const host = new URL(up.url).host
  const seen = new Map(up.seen.map((one) => [one.path, one]))
  expect(up.seen).toHaveLength(SOUND.length)
  for (const [at, { path = `/v1/messages?row=${String(at)}`, rest, sent = [], what }] of SOUND.entries()) {
    const one = seen.get(path)
    const hasBody = rest?.includes(BODY) !== false
    const lines = (one?.headers ?? []).filter(([name]) => !OWN.has(name))
    const length = hasBody ? ['content-length', String(BODY.length)] : []
    expect([what, lines.flat()]).toEqual([what, [...sent, ...length]])
    expect([what, one?.body.toString()]).toEqual([what, hasBody ? BODY : ''])
    const own = (one?.headers ?? []).filter(([name]) => name === 'host' || name === 'x-api-key').flat()
    expect([what, own]).toEqual([what, ['host', host, 'x-api-key', 'key-of-one']])
  }
})

const CLEAN = `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\n${sized('')}`

test.each([
  ['another request that is not sound', `POST /x HTTP/1.1\r\nhost: a\r\n${sized('content-length: 5\r\n')}`],
  ['what is no request', 'GARBAGE\r\n\r\n'],
  ['half a request of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
])('%s, sent behind a sound one, is refused after that is answered', async (_what, poison) => {
  const up = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 20 } }])
  const { proxy } = await startRig([up])
  const answer = await sendRaw(proxy.port, CLEAN + poison)
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*message[^]*\}HTTP\/1\.1 400 Bad Request\r\n/)
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(2)
  expect(up.seen.map(({ path }) => path)).toEqual(['/v1/messages'])
})

test('what comes behind the last request of a connection is no request', async () => {
  const up = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 20 } }])
  const { proxy } = await startRig([up])
  const last = CLEAN.replace('host', 'connection: close\r\nhost')
  const answer = await sendRaw(proxy.port, last + CLEAN)
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\}$/)
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
  expect(up.seen).toHaveLength(1)
})

test('a request that breaks behind one under way ends their connection, and is nowhere in its answer', async () => {
  const up = await upstream('one', [{ do: 'serve', manner: { headersAfterMs: 20 } }])
  const { proxy } = await startRig([up])
  const broken = `POST /x HTTP/1.1\r\nhost: 127.0.0.1\r\n${coded(CHUNKED, 'zz\r\n')}`
  const answer = await sendRaw(proxy.port, CLEAN + broken)
  expect(answer).not.toContain('400')
  expect(up.seen.filter(({ path }) => path !== '/v1/messages')).toEqual([])
})

test('a connection that asked to become another one goes on as it was', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const { proxy } = await startRig([up])
  const socket = connect(proxy.port, '127.0.0.1')
  socket.write(CLEAN.replace('host', 'connection: upgrade\r\nupgrade: websocket\r\nhost'))
  const [first] = (await once(socket, 'data')) as [Buffer]
  expect(first.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  socket.write(CLEAN)
  const [second] = (await once(socket, 'data')) as [Buffer]
  expect(second.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  socket.destroy()
  expect(up.seen).toHaveLength(2)
})
