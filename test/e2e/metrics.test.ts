import { expect, test } from 'vitest'
import type { Document } from '../../src/core/config/document.ts'
import { send, sendMessage } from '../support/http.ts'
import { failed, UNAUTHENTICATED } from '../support/browser.ts'
import { hasPromtool, promtool, readMetrics, sumOf, type Metrics } from '../support/prometheus-text.ts'
import { eventually, profilesDocument, startRigOn, upstream, type Rig } from '../support/rig.ts'
import { clientToken } from '../support/client-tokens.ts'

/** Enough of them for the first tier to be left. */
const SENT = 5
const TIERS = { primary: ['a'], secondary: ['b'] }

const textOf = async (url: string): Promise<string> => {
  const answer = await send(`${url}/_qcc/metrics`, { method: 'GET' })
  expect([answer.status, answer.headers['content-type']]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ])
  return answer.body.toString()
}

const scraped = async (url: string): Promise<Metrics> => readMetrics(await textOf(url))

/** A tier without its key, one that serves, and requests that are over. */
async function afterFailover(): Promise<Rig & { readonly document: Document }> {
  const ups = [
    await upstream('a', [{ do: 'status', status: 401 }]),
    await upstream('b', [{ do: 'serve', usage: { input_tokens: 70, output_tokens: 5 } }]),
  ]
  const document = profilesDocument(ups, { tiers: TIERS })
  const rig = await startRigOn(document)
  for (let n = 0; n < SENT; n++) expect((await sendMessage(rig.url)).status).toBe(200)
  await eventually('the requests are over', () => rig.trails.length === SENT)
  return { ...rig, document }
}

test('a scrape tells what clients saw, what endpoints did, and what it came to', async () => {
  const { url } = await afterFailover()
  const metrics = await scraped(url)
  const sum = (name: string, labels = {}) => sumOf(metrics, name, labels)
  expect(sum('qcc_requests_total', { profile: 'b', endpoint: 'b/b', ending: 'served' })).toBe(SENT)
  expect(sum('qcc_attempts_total', { endpoint: 'a/a', outcome: 'credential' })).toBeGreaterThan(0)
  expect(sum('qcc_attempts_total', { endpoint: 'b/b', outcome: 'ok' })).toBe(SENT)
  expect(sum('qcc_first_content_seconds_count', { endpoint: 'b/b' })).toBe(SENT)
  expect(sum('qcc_tokens_total', { endpoint: 'b/b', kind: 'output' })).toBe(5 * SENT)
  expect(sum('qcc_endpoint_state', { endpoint: 'a/a', state: 'benched' })).toBe(1)
  expect(sum('qcc_tier_state', { tier: 'secondary', state: 'serving' })).toBe(1)
  expect(sum('qcc_tier_active', { tier: 'secondary' })).toBe(1)
  expect(sum('qcc_switches_total', { cause: 'failover' })).toBe(1)
  expect(sum('qcc_build_info')).toBe(1)
  expect(sum('process_resident_memory_bytes')).toBeGreaterThan(1e6)
})

test('series of an endpoint go with it', async () => {
  const { composed, document, url } = await afterFailover()
  const [, b] = document.profiles
  composed.follow({ number: 2, document: { profiles: b === undefined ? [] : [b], settings: {} } })
  const text = await textOf(url)
  expect(text).not.toContain('a/a')
  expect(sumOf(readMetrics(text), 'qcc_requests_total', { endpoint: 'b/b' })).toBe(SENT)
})

test('this machine needs no token, and another one a client token', async () => {
  const { kept, token } = clientToken('scraper')
  const rig = await startRigOn(
    { profiles: [], settings: { 'proxy.hosts': 'box.example' } },
    { tokens: [kept] },
  )
  const ask = (headers: Readonly<Record<string, string>>) =>
    send(`${rig.url}/_qcc/metrics`, { method: 'GET', headers: { host: 'box.example', ...headers } })
  await scraped(rig.url)
  expect(failed(await ask({}))).toEqual(UNAUTHENTICATED)
  expect(failed(await ask({ authorization: `Bearer ${rig.composed.token}` }))).toEqual(UNAUTHENTICATED)
  expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(200)
})

const isHere = hasPromtool()
if (!isHere) console.log('skipped: promtool is not installed ("apt install prometheus")')

test.skipIf(!isHere)('promtool finds nothing to say about a scrape', async () => {
  const { url } = await afterFailover()
  expect(promtool(['check', 'metrics'], await textOf(url))).toBe('')
})
