// What pages of others, and of endpoints, can do in a browser that is logged in to the dashboard: nothing. Lesson 42.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LoginLinkAnswer } from '../../src/admin/contract/access.ts'
import { startApiRig } from '../support/api-rig.ts'
import { jsonOf } from '../support/browser.ts'
import { browserProgram, useBrowser } from '../support/page.ts'
import { upstream } from '../support/rig.ts'

/** A web page of somebody else, at a port of this machine. */
async function strangersPage(html: string): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><body>${html}</body>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Everything that a page can try against `api` on the quiet; resolves to what it got to see. */
const attacks = (api: string): string => `(async () => {
  const body = '{"drainMs":0}'
  const seen = async (asked) => asked.then((answer) => answer.text(), () => 'nothing')
  const got = [
    await seen(fetch('${api}/status', { credentials: 'include' })),
    await seen(fetch('${api}/status', { credentials: 'include', mode: 'no-cors' })),
    await seen(fetch('${api}/stop', { method: 'POST', body, credentials: 'include', mode: 'no-cors' })),
    await seen(fetch('${api}/stop', { method: 'POST', body, headers: { 'x-qcc-csrf': 'x' }, credentials: 'include' })),
    await new Promise((resolve) => {
      const source = new EventSource('${api}/events', { withCredentials: true })
      source.onopen = () => resolve('events')
      source.onerror = () => resolve('nothing')
    }),
    await new Promise((resolve) => {
      const script = document.createElement('script')
      script.src = '${api}/status'
      script.onload = () => resolve('script')
      script.onerror = () => resolve('nothing')
      document.body.append(script)
    }),
  ]
  const frame = document.createElement('iframe')
  frame.name = 'frame'
  const form = document.createElement('form')
  Object.assign(form, { method: 'post', action: '${api}/stop', target: 'frame' })
  document.body.append(frame, form)
  const answered = new Promise((resolve) => (frame.onload = resolve))
  form.submit()
  await answered
  return got
})()`

describe.skipIf(browserProgram === null)('a browser that is logged in', () => {
  const open = useBrowser()

  test.each(['127.0.0.1', 'localhost'])(
    'tells nothing to the page of somebody else at %s, and does nothing for it',
    async (host) => {
      const rig = await startApiRig([await upstream('one', [{ do: 'serve' }])])
      const { page } = await open(rig)
      expect(await page.evaluate('document.cookie')).toBe('')
      const port = await strangersPage('hello')
      await page.goto(`http://${host}:${String(port)}/`)
      const got = await page.evaluate(attacks(`${rig.url}/_qcc/api/v1`))
      // What a page may ask for without seeing the answer is empty to it.
      expect(got).toEqual(Array.from({ length: 6 }, () => expect.stringMatching(/^(nothing)?$/) as string))
      const status = jsonOf<{ stopping: boolean }>(await rig.ask('GET', '/status'))
      expect(status.stopping).toBe(false)
      expect(rig.events.some(({ event }) => event === 'stopping')).toBe(false)
    },
  )

  test('comes in by a shared link in the page of somebody else, which a frame cannot hold', async () => {
    const rig = await startApiRig([await upstream('one', [{ do: 'serve' }])])
    const asked = await rig.ask('POST', '/login-link', { role: 'viewer', ttlMs: 3_600_000 })
    const { url } = jsonOf<LoginLinkAnswer>(asked)
    const port = await strangersPage(`<a href="${url}">look</a><iframe src="${rig.url}/_qcc/"></iframe>`)
    const { page } = await open(rig)
    await page.context().clearCookies()
    await page.goto(`http://localhost:${String(port)}/`)
    const frames = await Promise.all(page.frames().map((frame) => frame.content()))
    expect(frames.join('')).not.toContain('id="app"')
    await page.getByText('look').click()
    await page.waitForSelector('.linked[data-kind="live"]', { state: 'attached' })
    expect(page.url()).toBe(`${rig.url}/_qcc/`)
  })

  test('is shown no page of an endpoint, and led to the dashboard from the proxy’s address', async () => {
    const up = await upstream('one', [{ do: 'html' }])
    const rig = await startApiRig([up])
    const { page } = await open(rig)
    const answer = await page.goto(`${rig.url}/welcome`)
    expect([answer?.status(), up.seen]).toEqual([403, []])
    await page.goto(rig.url)
    expect(page.url()).toBe(`${rig.url}/_qcc/`)
    const ran = `navigator.serviceWorker.register('/worker.js', { scope: '/' }).then(() => 'registered', () => 'refused')`
    expect([await page.evaluate(ran), up.seen]).toEqual(['refused', []])
  })

  test('is told in plain words that a link was used already', async () => {
    const rig = await startApiRig([])
    const { url } = jsonOf<LoginLinkAnswer>(await rig.ask('POST', '/login-link', { role: 'admin' }))
    const { page } = await open(rig)
    await page.goto(url)
    expect(page.url()).toBe(`${rig.url}/_qcc/`)
    await page.context().clearCookies()
    const again = await page.goto(url)
    expect(again?.status()).toBe(401)
    expect(await page.locator('h1').innerText()).toBe('This link does not open the dashboard')
  })
})
