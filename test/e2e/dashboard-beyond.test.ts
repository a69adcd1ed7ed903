import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { readyzAnswer } from '../../src/admin/contract/access.ts'
import type { Document } from '../../src/core/config/document.ts'
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
import { errorOf, send, type Answer } from '../support/http.ts'
import { rigDocument, upstream } from '../support/rig.ts'
import { startRigWithLogins } from '../support/rig-logins.ts'

/** An address of this machine that others reach it by; null where there is none. */
const ownAddress = (): string | null =>
  Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? null

describe('by a name that other machines use', () => {
  const NAMED: Document = { profiles: [], settings: { 'proxy.hosts': 'box.example' } }
  const OPEN: Document = { ...NAMED, settings: { ...NAMED.settings, 'dashboard.beyond': 'on' } }
  const host = 'box.example'

  test('nothing is told unless dashboard.beyond is on, with a login and with the owner’s token too', async () => {
    const { token, url } = await startRigWithLogins(NAMED)
    const browser = await loggedIn(url, token)
    const headers = { host }
    const answers = [
      await browser.ask('/status', { headers }),
      await asOwner(url, token)('/status', { headers }),
      ...(await Promise.all(
        ['/_qcc/', '/_qcc/login?token=x', '/_qcc/assets/x.js', `${API}/identity`, '/_qcc/nothing'].map(
          (path) => send(url + path, { method: 'GET', headers }),
        ),
      )),
    ]
    for (const answer of answers) expect(failed(answer)).toEqual(FORBIDDEN)
    expect(errorOf(answers[0] as Answer).message).toContain('dashboard.beyond')
  })

  test('with it on, a login opens it, and the owner’s token still does not', async () => {
    const { token, url } = await startRigWithLogins(OPEN)
    const browser = await loggedIn(url, token)
    const headers = { host }
    expect((await browser.ask('/status', { headers })).status).toBe(200)
    const asked = { method: 'POST', body: { hand: null }, headers: { ...headers, origin: `http://${host}` } }
    expect((await browser.ask('/switch', asked)).status).toBe(200)
    expect(failed(await asOwner(url, token)('/status', { headers }))).toEqual(UNAUTHENTICATED)
    expect(failed(await send(`${url}${API}/status`, { method: 'GET', headers }))).toEqual(UNAUTHENTICATED)
  })

  test('behind TLS the cookie goes over TLS alone', async () => {
    const { token, url } = await startRigWithLogins(OPEN)
    const cookieFor = async (proto: string) => {
      const { url: link } = await loginLink(url, token, { role: 'viewer' })
      const headers = { host, 'x-forwarded-proto': proto }
      return (await send(link, { method: 'GET', headers })).headers['set-cookie']?.[0] ?? ''
    }
    expect(await cookieFor('https')).toMatch(/; HttpOnly; SameSite=Strict; Secure$/)
    expect(await cookieFor('https, http')).toMatch(/; Secure$/)
    expect(await cookieFor('http')).toMatch(/; SameSite=Strict$/)
  })

  test('health is told in any case, and nothing else with it', async () => {
    const { url } = await startRigWithLogins(NAMED)
    const headers = { host }
    const told = await Promise.all(
      ['healthz', 'readyz'].map((path) => send(`${url}/_qcc/${path}`, { method: 'GET', headers })),
    )
    expect(told.map(jsonOf)).toEqual([{ ok: true }, { ready: false, why: 'no-endpoint' }])
  })
})

test.runIf(ownAddress() !== null)(
  'a proxy on every address shows its dashboard to its own machine, as one on loopback does',
  async () => {
    const { token, url } = await startRigWithLogins(undefined, { flags: { 'proxy.host': '0.0.0.0' } })
    const own = url.replace('127.0.0.1', ownAddress() ?? '')
    const browser = await opened((await loginLink(url, token, { role: 'admin' })).url.replace(url, own))
    expect((await browser.ask('/status')).status).toBe(200)
  },
)

describe('readiness', () => {
  const ready = async (url: string) => {
    const answer = await send(`${url}/_qcc/readyz`, { method: 'GET' })
    return [answer.status, v.parse(readyzAnswer, jsonOf(answer)).why]
  }

  test('needs an endpoint that may serve, and a proxy that is not stopping', async () => {
    const up = await upstream('one', [{ do: 'serve' }])
    const good = await startRigWithLogins(rigDocument([up]))
    expect(await ready(good.url)).toEqual([200, null])
    void good.proxy.drain(0)
    expect(await ready(good.url)).toEqual([503, 'stopping'])
    const off = await startRigWithLogins(rigDocument([{ url: up.url, name: 'one', enabled: false }]))
    expect(await ready(off.url)).toEqual([503, 'no-endpoint'])
    // It goes on with the version before the one that has a fault.
    const faulty = await startRigWithLogins(rigDocument([up]))
    faulty.composed.live.fault = 'it is not sound'
    expect(await ready(faulty.url)).toEqual([200, null])
    const head = await send(`${off.url}/_qcc/healthz`, { method: 'HEAD' })
    expect([head.status, head.body.length]).toEqual([200, 0])
  })
})

test('every answer tells a browser to trust nothing but this place, and to keep nothing', async () => {
  const { token, url } = await startRigWithLogins()
  const browser = await loggedIn(url, token)
  const answers = [
    await browser.ask('/session'),
    await browser.ask('/nothing'),
    await send(`${url}${API}/status`, { method: 'GET' }),
    await send(`${url}/_qcc/login`, { method: 'GET' }),
    await send(`${url}/_qcc/healthz`, { method: 'GET' }),
    await send(`${url}/_qcc/`, { method: 'GET', headers: { host: 'evil.example' } }),
  ]
  for (const { headers } of answers) {
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
    )
    expect(headers).toMatchObject({
      ...{
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
      'cross-origin-opener-policy': 'same-origin',
    })
  }
})
