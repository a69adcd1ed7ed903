import { createServer, request as ask } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import { testProxy } from '../support/http-proxy.ts'
import { sendMessage } from '../support/http.ts'
import { LOOPBACK_PEM } from '../support/loopback-tls.ts'
import { eventually, SHORT_TIMERS, startRig, upstream } from '../support/rig.ts'

const GOOD: Act = { do: 'serve' }
const RESET: Act = { do: 'serve', breakAt: { phase: 'before-headers', how: 'reset' } }

/** TLS in front of an upstream, with a certificate that this process trusts until the test ends. */
async function overTls(up: { readonly name: string; readonly url: string }) {
  const trusted = getCACertificates()
  setDefaultCACertificates([...trusted, LOOPBACK_PEM])
  const server = createTlsServer({ cert: LOOPBACK_PEM, key: LOOPBACK_PEM }, (got, answer) => {
    const { headers, method = '' } = got
    const onward = ask(up.url + (got.url ?? ''), { method, headers, agent: false }, (came) => {
      answer.writeHead(came.statusCode ?? 502, came.headers)
      came.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    got.pipe(onward)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    setDefaultCACertificates(trusted)
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { name: up.name, url: `https://127.0.0.1:${String(port)}`, port }
}

const withCredentials = (url: string): string => url.replace('//', '//user%40home:p%3Ass%25@')
const BASIC = `Basic ${Buffer.from('user@home:p:ss%').toString('base64')}`

test('an endpoint with TLS is reached through a tunnel, and only the proxy sees the proxy’s credentials', async () => {
  const up = await upstream('one', [GOOD])
  const target = await overTls(up)
  const proxy = await testProxy()
  const { events, url } = await startRig([{ ...target, outboundProxy: withCredentials(proxy.url) }])
  const answers = [await sendMessage(url), await sendMessage(url)]
  expect(answers.map(({ status, isComplete }) => [status, isComplete])).toEqual([
    [200, true],
    [200, true],
  ])
  const authority = `127.0.0.1:${String(target.port)}`
  // The tunnel is kept alive as any connection is.
  expect(proxy.asked).toEqual([
    { method: 'CONNECT', target: authority, host: authority, authorization: BASIC },
  ])
  expect(up.seen).toHaveLength(2)
  expect(JSON.stringify(up.seen.map(({ headers }) => headers))).not.toMatch(/proxy-authorization/i)
  expect(JSON.stringify(events)).not.toMatch(/p%3Ass|p:ss|user/)
})

test('an endpoint without TLS is asked for by its whole URL, with its own host', async () => {
  const up = await upstream('one', [GOOD])
  const proxy = await testProxy()
  const { url } = await startRig([
    { ...up, url: `${up.url}/relay`, outboundProxy: withCredentials(proxy.url) },
  ])
  expect((await sendMessage(url)).isComplete).toBe(true)
  const { host } = new URL(up.url)
  const target = `${up.url}/relay/v1/messages?beta=true`
  expect(proxy.asked).toEqual([{ method: 'POST', target, host, authorization: BASIC }])
  expect(up.seen[0]?.path).toBe('/relay/v1/messages?beta=true')
  expect(up.seen[0]?.headers.filter(([name]) => name.toLowerCase() === 'host')).toEqual([['host', host]])
})

test('each endpoint goes its own way: one through the proxy, the next without', async () => {
  const one = await upstream('one', [{ do: 'status', status: 529 }])
  const two = await upstream('two', [GOOD])
  const proxy = await testProxy()
  const { url } = await startRig([{ ...one, outboundProxy: proxy.url }, two])
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(proxy.asked.map(({ target }) => target)).toEqual([`${one.url}/v1/messages?beta=true`])
})

test.each([
  ['refuses the credentials', 'HTTP/1.1 407 Who are you\r\n\r\n', /it answered 407 to CONNECT/],
  ['closes', '', /the outbound proxy: /],
  ['is no proxy', 'SSH-2.0-OpenSSH\r\n', /the outbound proxy: /],
])('a proxy that %s is told as such, and the next endpoint answers', async (_what, toConnect, why) => {
  const up = await upstream('one', [GOOD])
  const proxy = await testProxy({ toConnect })
  const target = await overTls(up)
  const { engine, events, url } = await startRig([
    { ...target, outboundProxy: withCredentials(proxy.url) },
    await upstream('two', [GOOD]),
  ])
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(events[0]).toMatchObject({ outcome: 'unreachable', progress: 'not-sent' })
  expect((events[0] as { why: string }).why).toMatch(why)
  expect(JSON.stringify(events)).not.toMatch(/p%3Ass|p:ss|user/)
  expect(proxy.asked).toHaveLength(1)
  await eventually('nothing is in flight', () => engine.inFlight === 0)
})

test('a proxy that is not there is refused like an endpoint, and named as the proxy', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => gone.once('listening', resolve))
  const { port } = gone.address() as AddressInfo
  await new Promise((resolve) => gone.close(resolve))
  const up = await overTls(await upstream('one', [GOOD]))
  const outboundProxy = `http://127.0.0.1:${String(port)}`
  const { events, url } = await startRig([{ ...up, outboundProxy }, await upstream('two', [GOOD])])
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect((events[0] as { why: string }).why).toMatch(/^refused \(ECONNREFUSED: the outbound proxy: /)
})

test('a proxy that does not answer is given up after the endpoint’s own time for connecting', async () => {
  const up = await overTls(await upstream('one', [GOOD]))
  const proxy = await testProxy({ toConnect: null })
  const { events, url } = await startRig(
    [{ ...up, outboundProxy: proxy.url }, await upstream('two', [GOOD])],
    SHORT_TIMERS,
  )
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('rig/two')
  expect(events[0]).toMatchObject({ outcome: 'timed-out', progress: 'not-sent' })
})

test.each(['tunnel', 'whole URL'])(
  'a kept-alive connection through a proxy (%s) that is reset as it is used again costs nothing',
  async (way) => {
    const up = await upstream('one', [GOOD, RESET, GOOD])
    const target = way === 'tunnel' ? await overTls(up) : up
    const proxy = await testProxy()
    const { events, url } = await startRig([{ name: 'one', url: target.url, outboundProxy: proxy.url }])
    await sendMessage(url)
    const second = await sendMessage(url)
    expect([second.status, second.headers['x-qcc-attempts']]).toEqual([200, '1'])
    expect(up.seen).toHaveLength(3)
    expect(events.filter(({ event }) => event === 'attempt')).toMatchObject([
      { outcome: 'ok' },
      { outcome: 'ok' },
    ])
  },
)

test('a client that leaves ends the request behind the proxy too', async () => {
  const up = await upstream('one', [{ do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } }])
  const proxy = await testProxy()
  const { engine, url } = await startRig([{ ...(await overTls(up)), outboundProxy: proxy.url }])
  const asking = ask(`${url}/v1/messages`, { method: 'POST', agent: false }).on('error', () => undefined)
  asking.end('{"model":"m","messages":[],"stream":true}')
  await eventually('the endpoint has the request', () => up.open === 1)
  asking.destroy()
  await eventually('the endpoint was let go', () => up.open === 0 && engine.inFlight === 0)
})
