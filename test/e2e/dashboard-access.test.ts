/** Lesson 42: nobody looks at the dashboard, or changes anything by it, who was not let in. */
import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import {
  loginLinkAnswer,
  revokedAnswer,
  sessionAnswer,
  sharesAnswer,
} from '../../src/admin/contract/access.ts'
import { hashOf } from '../../src/admin/caller.ts'
import {
  API,
  asOwner,
  failed,
  FORBIDDEN,
  jsonOf,
  loggedIn,
  loginLink,
  opened,
  UNAUTHENTICATED,
} from '../support/browser.ts'
import { errorOf, send } from '../support/http.ts'
import { startRigWithLogins } from '../support/rig-logins.ts'

const HOUR = 3_600_000

describe('logging in', () => {
  test('a link opens once: its cookie is nobody else’s, and it leads to the dashboard', async () => {
    const { token, url } = await startRigWithLogins()
    const link = await loginLink(url, token, { role: 'admin' })
    expect(v.parse(loginLinkAnswer, link)).toMatchObject({ role: 'admin', share: null })
    expect(link.url).toMatch(new RegExp(`^${url}/_qcc/login\\?token=[\\w-]{43}$`))
    const answer = await send(link.url, { method: 'GET' })
    expect([answer.status, answer.headers.location]).toEqual([303, '/_qcc/'])
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^qcc_session_\d+=[\w-]{43}; Path=\/_qcc; HttpOnly; SameSite=Strict$/),
    ])
    const again = await send(link.url, { method: 'GET' })
    expect(failed(again)).toEqual(UNAUTHENTICATED)
    expect(errorOf(again).message).toContain('"qcc dashboard"')
  })

  test('a browser hears in its own language that a link is over, and goes on where it is logged in', async () => {
    const { token, url } = await startRigWithLogins()
    const browser = await loggedIn(url, token)
    const asked = async (headers: Readonly<Record<string, string>>) => {
      const answer = await send(`${url}/_qcc/login?token=x`, {
        method: 'GET',
        headers: { accept: 'text/html', ...headers },
      })
      return [answer.status, answer.headers['content-type'], answer.body.toString()]
    }
    const html = 'text/html; charset=utf-8'
    expect(await asked({})).toEqual([401, html, expect.stringContaining('does not open the dashboard')])
    expect(await asked({ 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })).toEqual([
      ...[401, html],
      expect.stringContaining('此链接无法打开控制台'),
    ])
    expect(await asked({ cookie: browser.cookie })).toEqual([303, undefined, ''])
  })

  test.each(['', '?token=', '?token=x', '?token=x&token=y', `?token=${'x'.repeat(10_000)}`, '?other=1'])(
    'a link that there never was (%j) opens nothing',
    async (query) => {
      const { url } = await startRigWithLogins()
      const answer = await send(`${url}/_qcc/login${query}`, { method: 'GET' })
      expect(failed(answer)).toEqual(UNAUTHENTICATED)
      expect(answer.headers['set-cookie']).toBeUndefined()
    },
  )

  test.each([
    '',
    'not json',
    '{}',
    '{"role":"owner"}',
    '{"role":"admin","ttlMs":3600000}',
    '{"role":"viewer","ttlMs":0}',
    '{"role":"viewer","ttlMs":59999}',
    '{"role":"viewer","ttlMs":1e12}',
    '{"role":"viewer","ttlMs":"24h"}',
    '{"role":"viewer","more":1}',
  ])('a link for %j is not made', async (body) => {
    const { logins, token, url } = await startRigWithLogins()
    const headers = { authorization: `Bearer ${token}` }
    const answer = await send(`${url}${API}/login-link`, { headers, body })
    expect(failed(answer)).toEqual([400, 'invalid_request_error'])
    expect(await logins.shares()).toEqual([])
  })

  test('a body that is larger than any is refused, of a browser that is logged in too', async () => {
    const { token, url } = await startRigWithLogins()
    const { cookie, csrf } = await loggedIn(url, token)
    const asked = { headers: { cookie, 'x-qcc-csrf': csrf }, body: Buffer.alloc(2 ** 20 + 1) }
    expect(failed(await send(`${url}${API}/login-link`, asked))).toEqual([413, 'request_too_large'])
  })

  test('what is stored of a login and of a share is a hash', async () => {
    const { logins, token, url } = await startRigWithLogins()
    const { cookie } = await loggedIn(url, token)
    const [, secret = ''] = cookie.split('=')
    expect(await logins.find(secret)).toBeNull()
    expect(await logins.find(hashOf(secret))).toMatchObject({ role: 'admin' })
    const share = await loginLink(url, token, { role: 'viewer', ttlMs: HOUR })
    const [, shared = ''] = share.url.split('token=')
    expect(await logins.shareOf(hashOf(shared))).toMatchObject({ id: share.share })
    expect(JSON.stringify(await logins.shares())).not.toContain(shared)
  })
})

describe('a login', () => {
  test('says who it is, and reads with its cookie alone', async () => {
    const { composed, token, url } = await startRigWithLogins()
    const browser = await loggedIn(url, token)
    const session = jsonOf(await browser.ask('/session'))
    expect(v.parse(sessionAnswer, session)).toMatchObject({ role: 'admin', csrf: browser.csrf, share: null })
    expect((await browser.ask('/status')).status).toBe(200)
    const owner = jsonOf(await asOwner(url, token)('/session'))
    expect(v.parse(sessionAnswer, owner)).toEqual({
      ...{ role: 'admin', csrf: null, until: null, share: null },
      version: composed.identity.version,
    })
  })

  test.each([
    ['none', undefined],
    ['a wrong one', 'x'.repeat(43)],
    ['that of another browser', 'other'],
    ['an empty one', ''],
  ])('changes nothing with %s for a CSRF token', async (_what, given) => {
    const { proxy, token, url } = await startRigWithLogins()
    const [browser, other] = [await loggedIn(url, token), await loggedIn(url, token)]
    const csrf = given === 'other' ? other.csrf : given
    const headers = { cookie: browser.cookie, ...(csrf === undefined ? {} : { 'x-qcc-csrf': csrf }) }
    for (const [path, body] of [
      ['stop', '{"drainMs":0}'],
      ['login-link', '{"role":"admin"}'],
      ['logout', '{}'],
    ] as const) {
      const answer = await send(`${url}${API}/${path}`, { headers, body })
      expect(failed(answer)).toEqual(FORBIDDEN)
    }
    expect(proxy.isDraining).toBe(false)
    expect((await browser.ask('/session')).status).toBe(200)
  })

  test.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
    [{ host: 'evil.example', origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' }],
  ])('from the page of somebody else (%j) neither reads nor changes, with all it has', async (from) => {
    const { proxy, token, url } = await startRigWithLogins()
    const browser = await loggedIn(url, token)
    expect(failed(await browser.ask('/status', { headers: from }))).toEqual(FORBIDDEN)
    expect(failed(await browser.ask('/events', { headers: from }))).toEqual(FORBIDDEN)
    const asked = { method: 'POST', body: { drainMs: 0 }, headers: from }
    expect(failed(await browser.ask('/stop', asked))).toEqual(FORBIDDEN)
    expect(proxy.isDraining).toBe(false)
  })

  test('a link in somebody else’s page leads in, into a window of its own only', async () => {
    const { token, url } = await startRigWithLogins()
    const linked = async (dest: string) => {
      const { url: link } = await loginLink(url, token, { role: 'viewer' })
      const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': dest }
      return (await send(link, { method: 'GET', headers })).status
    }
    expect([await linked('document'), await linked('iframe'), await linked('image')]).toEqual([303, 403, 403])
  })

  test('of a viewer looks at what there is, changes nothing and shares nothing', async () => {
    const { proxy, token, url } = await startRigWithLogins()
    const browser = await loggedIn(url, token, 'viewer')
    expect((await browser.ask('/status')).status).toBe(200)
    for (const [method, path, body] of [
      ['POST', '/stop', { drainMs: 0 }],
      ['POST', '/switch', { hand: null }],
      ['POST', '/login-link', { role: 'admin' }],
      ['DELETE', '/shares/x', undefined],
      ['GET', '/shares', undefined],
      ['GET', '/flight', undefined],
    ] as const) {
      expect(failed(await browser.ask(path, { method, body }))).toEqual(FORBIDDEN)
    }
    expect(proxy.isDraining).toBe(false)
  })

  test('ends when its browser logs out, and no other does', async () => {
    const { token, url } = await startRigWithLogins()
    const [browser, other] = [await loggedIn(url, token), await loggedIn(url, token)]
    const out = await browser.ask('/logout', { method: 'POST' })
    expect([out.status, jsonOf(out)]).toEqual([200, { loggedOut: true }])
    expect(out.headers['set-cookie']).toEqual([expect.stringMatching(/^qcc_session_\d+=; .*; Max-Age=0$/)])
    const after = await browser.ask('/session')
    expect(failed(after)).toEqual(UNAUTHENTICATED)
    expect(errorOf(after).message).toContain('logged out')
    expect((await other.ask('/session')).status).toBe(200)
  })

  test.each([
    ['is over', { until: 1 }, 401],
    ['was left alone for so long that the clock is beyond its end', { until: Date.now() - 1 }, 401],
    ['seems to last for a year, since the clock was set back', { until: Date.now() + 8_760 * HOUR }, 200],
  ])('that %s', async (_what, more, status) => {
    const { logins, token, url } = await startRigWithLogins()
    const browser = await loggedIn(url, token)
    const hash = hashOf(browser.cookie.split('=')[1] ?? '')
    await logins.renew(hash, more.until)
    expect((await browser.ask('/status')).status).toBe(status)
    const until = (await logins.find(hash))?.until ?? 0
    expect(until).toBeLessThanOrEqual(Date.now() + 12 * HOUR)
  })

  test.each(['qcc_session=x', 'qcc_session_1=x', ';;;=', 'a=b; qcc_session_', 'x'.repeat(5_000)])(
    'is not made of the cookie %j',
    async (cookie) => {
      const { url } = await startRigWithLogins()
      const answer = await send(`${url}${API}/status`, { method: 'GET', headers: { cookie } })
      expect(failed(answer)).toEqual(UNAUTHENTICATED)
    },
  )

  test('of one proxy is none of another’s on the same machine, and does not end that one’s', async () => {
    const [one, two] = [await startRigWithLogins(), await startRigWithLogins()]
    const [first, second] = [await loggedIn(one.url, one.token), await loggedIn(two.url, two.token)]
    // A browser has one jar for all ports of a host.
    const cookie = `${first.cookie}; ${second.cookie}`
    for (const { url } of [one, two]) {
      expect((await send(`${url}${API}/status`, { method: 'GET', headers: { cookie } })).status).toBe(200)
    }
    const { cookie: foreign } = second
    expect(
      (await send(`${one.url}${API}/status`, { method: 'GET', headers: { cookie: foreign } })).status,
    ).toBe(401)
  })
})

describe('a share', () => {
  test('lets many look until it is revoked, which ends them all at once', async () => {
    const { token, url } = await startRigWithLogins()
    const owner = asOwner(url, token)
    const link = await loginLink(url, token, { role: 'viewer', ttlMs: 24 * HOUR })
    const other = await loginLink(url, token, { role: 'viewer', ttlMs: HOUR })
    const [one, two, three] = [await opened(link.url), await opened(link.url), await opened(other.url)]
    expect(jsonOf(await one.ask('/session'))).toMatchObject({ role: 'viewer', share: link.share })
    const listed = v.parse(sharesAnswer, jsonOf(await owner('/shares')))
    expect(listed.shares.map(({ id, logins, until }) => [id, logins, until])).toEqual(
      expect.arrayContaining([
        [link.share, 2, link.until],
        [other.share, 1, other.until],
      ]),
    )
    const revoked = await owner(`/shares/${link.share ?? ''}`, { method: 'DELETE' })
    expect(v.parse(revokedAnswer, jsonOf(revoked))).toEqual({ revoked: link.share })
    for (const browser of [one, two]) expect(failed(await browser.ask('/status'))).toEqual(UNAUTHENTICATED)
    expect((await three.ask('/status')).status).toBe(200)
    expect(failed(await send(link.url, { method: 'GET' }))).toEqual(UNAUTHENTICATED)
    expect((await owner(`/shares/${link.share ?? ''}`, { method: 'DELETE' })).status).toBe(404)
  })

  test('opened again changes no login: who may change things goes on so', async () => {
    const { logins, token, url } = await startRigWithLogins()
    const link = await loginLink(url, token, { role: 'viewer', ttlMs: HOUR })
    const [admin, viewer] = [await loggedIn(url, token), await opened(link.url)]
    for (const { cookie } of [admin, viewer]) {
      const { headers, status } = await send(link.url, { method: 'GET', headers: { cookie } })
      expect([status, headers.location, headers['set-cookie']]).toEqual([303, '/_qcc/', undefined])
    }
    expect((await logins.shares()).map((one) => one.logins)).toEqual([1])
    expect(jsonOf(await admin.ask('/session'))).toMatchObject({ role: 'admin' })
    // A viewer who comes by another link goes by that one.
    const other = await loginLink(url, token, { role: 'viewer', ttlMs: 2 * HOUR })
    const { headers } = await send(other.url, { method: 'GET', headers: { cookie: viewer.cookie } })
    expect(headers['set-cookie']).toHaveLength(1)
  })

  test('that is over lets nobody in, is not listed, and those who came by it end with it', async () => {
    const { logins, proxy, token, url } = await startRigWithLogins()
    await logins.addShare({ id: 's', hash: hashOf('secret'), createdAt: 0, until: 1 })
    await logins.add({ hash: hashOf('c'), role: 'viewer', share: 's', createdAt: 0, until: 1 })
    const headers = { cookie: `qcc_session_${String(proxy.port)}=c` }
    expect(failed(await send(`${url}${API}/session`, { method: 'GET', headers }))).toEqual(UNAUTHENTICATED)
    expect(failed(await send(`${url}/_qcc/login?token=secret`, { method: 'GET' }))).toEqual(UNAUTHENTICATED)
    expect(jsonOf(await asOwner(url, token)('/shares'))).toEqual({ shares: [] })
  })

  test('that ends soon gives logins that end with it', async () => {
    const { token, url } = await startRigWithLogins()
    const link = await loginLink(url, token, { role: 'viewer', ttlMs: HOUR })
    expect(jsonOf(await (await opened(link.url)).ask('/session'))).toMatchObject({ until: link.until })
  })
})
