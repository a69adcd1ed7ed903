import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { clientToken } from '../support/client-tokens.ts'
import { errorOf, send, sendMessage } from '../support/http.ts'
import { profilesDocument, startRigOn, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const BAD = { do: 'status', status: 500 } as const
const BODY = '{"model":"m","messages":[]}'

const WORK = clientToken('for-work', 'work')
const APART = clientToken('for-apart', 'apart')
const GONE = clientToken('for-gone', 'gone')
const ANY = clientToken('any')
const OWN = clientToken('own')
const REVOKED = clientToken('revoked')

interface Wish {
  /** What the first profile's endpoint does. */
  readonly act?: typeof GOOD | typeof BAD
  readonly hosts?: string
  readonly profile?: string
}

/** Two profiles that serve the root URL together, one beside them, and tokens. */
async function rig(host = '127.0.0.1', { act = GOOD, hosts = '', profile = '' }: Wish = {}) {
  const ups = await Promise.all([
    upstream('work', [act]),
    upstream('spare', [GOOD]),
    upstream('apart', [GOOD]),
  ])
  const document = profilesDocument(ups, { tiers: { primary: ['work'], secondary: ['spare'] } })
  const started = await startRigOn(document, {
    flags: { 'proxy.host': host, ...(hosts === '' ? {} : { 'proxy.hosts': hosts }) },
    tokens: [WORK, APART, GONE, ANY].map(({ kept }) => kept),
    ownToken: OWN.token,
    ...(profile === '' ? {} : { profile }),
  })
  return { ...started, ups, seen: () => ups.map((up) => up.seen.length) }
}

/** What comes back to these bytes, up to the end of an error's body. */
function answerTo(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    onTestFinished(() => void socket.destroy())
    socket.on('error', reject).on('data', (chunk) => {
      got += chunk.toString()
      if (got.endsWith('}')) resolve(got)
    })
  })
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('on loopback', () => {
  test.each([
    [{}],
    [{ 'x-api-key': 'proxy-managed' }],
    [bearer('proxy-managed')],
    [bearer('sk-of-somebody')],
  ])('no token is needed: %j is served', async (headers) => {
    const { url } = await rig()
    expect((await sendMessage(url, {}, headers)).status).toBe(200)
  })

  test.each([
    [bearer(APART.token)],
    [{ 'x-api-key': APART.token }],
    [{ authorization: `bearer  ${APART.token}` }],
  ])('a bound token is a fence at the root URL, whichever header carries it', async (headers) => {
    const { seen, url } = await rig()
    expect((await sendMessage(url, {}, headers)).headers['x-qcc-endpoint']).toBe('apart/apart')
    expect(seen()).toEqual([0, 0, 1])
  })

  test('no failover leaves the fence of a token', async () => {
    const { seen, url } = await rig('127.0.0.1', { act: BAD })
    for (let turn = 1; turn <= 5; turn++) {
      expect((await sendMessage(url, {}, bearer(WORK.token))).status).toBeGreaterThanOrEqual(500)
    }
    expect(seen().slice(1)).toEqual([0, 0])
    expect((await sendMessage(url, {}, bearer(ANY.token))).headers['x-qcc-endpoint']).toBe('spare/spare')
  })

  test.each([
    ['/p/apart', APART, 200],
    ['/p/apart', ANY, 200],
    ['/p/work', APART, 403],
    ['/p/nowhere', APART, 403],
    ['', GONE, 403],
    ['/p/gone', GONE, 403],
    ['/p/work', GONE, 403],
  ] as const)('the path %j and a token must agree', async (path, { kept, token }, status) => {
    const { seen, url } = await rig()
    const answer = await sendMessage(url + path, {}, bearer(token))
    expect(answer.status, kept.name).toBe(status)
    if (status === 200) return
    expect([errorOf(answer).type, answer.headers['x-should-retry']]).toEqual(['permission_error', 'false'])
    expect(errorOf(answer).message).toContain(`"${kept.name}"`)
    expect(seen()).toEqual([0, 0, 0])
  })

  test('a proxy for one profile serves no token of another', async () => {
    const { seen, url } = await rig('127.0.0.1', { profile: 'work' })
    const answers = [APART, WORK, ANY].map(({ token }) => sendMessage(url, {}, bearer(token)))
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([403, 200, 200])
    expect(seen()).toEqual([2, 0, 0])
  })

  test.each([
    ['a revoked one', [`authorization`, `Bearer ${REVOKED.token}`]],
    ['a revoked one as a key', ['x-api-key', REVOKED.token]],
    ['what only looks like one', ['x-api-key', 'qcc_']],
    ['a known one that is cut', ['x-api-key', ANY.token.slice(0, -1)]],
    [
      'a known one beside an unknown one',
      ['x-api-key', ANY.token, 'authorization', `Bearer ${REVOKED.token}`],
    ],
    ['two known ones', ['x-api-key', ANY.token, 'authorization', `Bearer ${WORK.token}`]],
    ['a second line of a header', ['authorization', 'Bearer x', 'authorization', `Bearer ${REVOKED.token}`]],
  ])('%s is refused before the body is read, and nobody is asked', async (_what, headers) => {
    const { proxy, seen } = await rig()
    const lines = Array.from(
      { length: headers.length / 2 },
      (_, at) => `${headers[2 * at] ?? ''}: ${headers[2 * at + 1] ?? ''}`,
    )
    // Of the body nothing comes.
    const head = ['POST /v1/messages HTTP/1.1', 'host: localhost', ...lines, 'content-length: 100', '', '']
    const answer = await answerTo(proxy.port, head.join('\r\n'))
    expect(answer).toMatch(/^HTTP\/1\.1 401 /)
    expect(answer).toMatch(/\r\nx-should-retry: false\r\n/i)
    expect(answer).toMatch(/\r\nwww-authenticate: Bearer\r\n/i)
    expect(answer).toContain('"authentication_error"')
    expect(answer).not.toContain(REVOKED.token)
    expect(seen()).toEqual([0, 0, 0])
  })

  test('the same token in both headers is one token', async () => {
    const { url } = await rig()
    const headers = { ...bearer(APART.token), 'x-api-key': APART.token }
    expect((await sendMessage(url, {}, headers)).headers['x-qcc-endpoint']).toBe('apart/apart')
  })

  test('no endpoint ever sees a token, on any kind of path', async () => {
    const { ups, url } = await rig()
    const headers = { ...bearer(APART.token), 'x-api-key': APART.token, cookie: `t=${APART.token}` }
    await send(`${url}/v1/messages`, { headers, body: BODY })
    await send(`${url}/v1/messages/count_tokens`, { headers, body: BODY })
    await send(`${url}/v1/models`, { method: 'GET', headers })
    await send(`${url}/v1/files`, { headers, body: 'x' })
    const seen = ups[2]?.seen ?? []
    expect(seen).toHaveLength(4)
    for (const { headers: got } of seen) {
      expect(JSON.stringify(got)).not.toContain('qcc_')
      expect(got).toContainEqual(['x-api-key', 'key-of-apart'])
    }
  })

  test('a call by a name of proxy.hosts, which others can use, needs a token too', async () => {
    const { url } = await rig('127.0.0.1', { hosts: 'box.example, other.example' })
    const asked = (headers: Record<string, string>) =>
      sendMessage(url, {}, { host: 'Other.example:7860', ...headers })
    const answers = [await asked({}), await asked(bearer(ANY.token))]
    expect(answers.map(({ status }) => status)).toEqual([401, 200])
  })
})

describe('beyond loopback', () => {
  test.each([
    ['POST', '/v1/messages'],
    ['POST', '/v1/messages/count_tokens'],
    ['GET', '/v1/models'],
    ['OPTIONS', '/v1/messages'],
    ['GET', '/'],
    ['HEAD', '/v1/models'],
    ['POST', '/p/work/v1/messages'],
    ['POST', '/p/nowhere/v1/messages'],
    ['POST', '/api/hello'],
  ])('%s %s takes a token, from loopback as well', async (method, path) => {
    const { seen, url } = await rig('0.0.0.0')
    for (const headers of [
      {},
      { 'x-api-key': 'proxy-managed' },
      bearer('proxy-managed'),
      { authorization: ANY.token.slice(4) },
    ]) {
      const answer = await send(url + path, { method, headers, ...(method === 'POST' ? { body: BODY } : {}) })
      expect([answer.status, answer.headers['x-should-retry']]).toEqual([401, 'false'])
    }
    expect(seen()).toEqual([0, 0, 0])
  })

  test.each([
    ['HEAD', '/'],
    ['HEAD', '/api/hello'],
    ['GET', '/api/hello'],
  ])('the greeting %s %s takes none: it tells nothing', async (method, path) => {
    const { url } = await rig('0.0.0.0')
    expect((await send(url + path, { method })).status).toBe(200)
  })

  test('a known token is served, and so is that of the programs of the home', async () => {
    const { url } = await rig('0.0.0.0')
    for (const { token } of [ANY, OWN]) {
      expect((await sendMessage(url, {}, bearer(token))).headers['x-qcc-endpoint']).toBe('work/work')
    }
    expect((await sendMessage(`${url}/p/apart`, {}, { 'x-api-key': OWN.token })).status).toBe(200)
  })

  test('one that is revoked is refused from then on', async () => {
    const { composed, url } = await rig('0.0.0.0')
    expect((await sendMessage(url, {}, bearer(ANY.token))).status).toBe(200)
    composed.tokens.replace([WORK.kept])
    expect((await sendMessage(url, {}, bearer(ANY.token))).status).toBe(401)
    expect((await sendMessage(url, {}, bearer(WORK.token))).status).toBe(200)
  })

  test('its own URL is one that leads here, and the control API takes its own token there, and no other', async () => {
    const { composed, url } = await rig('0.0.0.0')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const ask = async (token: string) =>
      (await send(`${url}/_qcc/api/v1/status`, { method: 'GET', headers: bearer(token) })).status
    expect([await ask(composed.token), await ask(ANY.token), await ask(OWN.token)]).toEqual([200, 401, 401])
  })

  test('a proxy on a name is called by that name', async () => {
    const { url } = await rig('localhost')
    expect((await sendMessage(url)).status).toBe(200)
  })
})
