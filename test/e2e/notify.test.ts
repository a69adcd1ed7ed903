import { expect, test } from 'vitest'
import type { NotifyAnswer } from '../../src/admin/contract/notify.ts'
import type { Document } from '../../src/core/config/document.ts'
import { createRedactor } from '../../src/secrets/redactor.ts'
import { send, sendMessage } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { eventually, profilesDocument, startRigOn, upstream } from '../support/rig.ts'
import { robot } from '../support/robots.ts'

const GOOD = { do: 'serve' } as const
const NO_KEY = { do: 'status', status: 401 } as const
const addressee = { redactor: createRedactor(), env: {}, lang: 'en' } as const

/** Two tiers, the first without a good key, and a webhook that hears of them. */
async function told(settings: Document['settings'] = { 'notify.webhook': 'env:HOOK' }) {
  const ups = [await upstream('a', [NO_KEY]), await upstream('b', [GOOD])] as const
  const hook = await robot('webhook')
  const document = profilesDocument(ups, { tiers: { primary: ['a'], secondary: ['b'] }, settings })
  const rig = await startRigOn(document, { addressee, keys: new Map([['env:HOOK', hook.url]]) })
  const kinds = (): readonly string[] =>
    hook.taken.map(({ notice }) => (notice as { readonly kind: string }).kind)
  return { ...rig, ups, hook, kinds, document }
}

test('a dead key, the switch that follows, and that all are out are told as they happen, once each', async () => {
  const { hook, kinds, ups, url } = await told()
  for (let count = 0; count < 5; count += 1) {
    expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('b/b')
  }
  await eventually('the failover is told', () => kinds().length === 2)
  expect(kinds().toSorted()).toEqual(['key-dead', 'switch'])
  await ups[1].down()
  for (let count = 0; count < 3; count += 1) await sendMessage(url)
  await eventually('it is told that all are out', () => kinds().length === 3)
  expect(kinds()[2]).toBe('all-out')
  expect(hook.taken.flatMap((one) => faultsAgainst('notice', one))).toEqual([])
}, 20_000)

test('without a channel nobody is told, and one that is set up meanwhile hears of what comes', async () => {
  const { composed, document, hook, kinds, url } = await told({})
  await sendMessage(url)
  expect(hook.asked).toBe(0)
  composed.follow({ number: 2, document: { ...document, settings: { 'notify.webhook': 'env:HOOK' } } })
  composed.engine.switchTo({ profile: 'a', only: true, reason: 'trying' })
  await eventually('a switch is told', () => kinds().includes('switch'))
  const switched = hook.taken[kinds().indexOf('switch')]
  expect(switched?.['title']).toMatch(/^QCC \(.+\): a \(by hand\) serves now$/)
  // Only "a" is asked now, and nobody takes its key.
  await eventually('it is told that all are out', () => kinds().includes('all-out'))
})

test('a test message is for who may change things, and its answer hides what is secret', async () => {
  const { composed, hook, url } = await told({ 'notify.webhook': 'env:HOOK', 'notify.desktop': 'on' })
  const ask = (token: string, body: object) =>
    send(`${url}/_qcc/api/v1/notify`, {
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
  expect((await ask('no', { channel: null })).status).toBe(401)
  expect((await ask(composed.token, { channel: 'carrier pigeon' })).status).toBe(400)
  hook.manner = 'redirect'
  const answer = await ask(composed.token, { channel: null })
  const { tried } = JSON.parse(String(answer.body)) as NotifyAnswer
  expect([answer.status, ...tried.map(({ channel, fault }) => `${channel}: ${fault?.code ?? ''}`)]).toEqual([
    200,
    'desktop: no-display',
    'webhook: redirected',
  ])
  expect(String(answer.body)).not.toContain(new URL(hook.url).pathname)
})
