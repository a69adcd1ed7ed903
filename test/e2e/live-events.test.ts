import { get, type IncomingHttpHeaders } from 'node:http'
import { expect, test } from 'vitest'
import type { ProxyStatus } from '../../src/admin/contract.ts'
import { API, loggedIn, loginLink, listenTo, opened, type Listening } from '../support/browser.ts'
import { send, sendMessage } from '../support/http.ts'
import { eventually, rigDocument, upstream } from '../support/rig.ts'
import { startRigWithLogins } from '../support/rig-logins.ts'

async function rigWithEvents() {
  const up = await upstream('one', [{ do: 'serve' }])
  const rig = await startRigWithLogins(rigDocument([up]))
  return { ...rig, owner: { authorization: `Bearer ${rig.token}` } }
}

const namesIn = ({ heard }: Listening): readonly string[] => heard.map(({ name }) => name)
const has = (listening: Listening, name: string) => () => namesIn(listening).includes(name)

test('what happens to a request is told as it happens, then how the proxy stands', async () => {
  const { composed, events, owner, url } = await rigWithEvents()
  const listening = listenTo(url, owner)
  await eventually('it is told how it stands', has(listening, 'status'))
  await sendMessage(url)
  await eventually('the request is told', has(listening, 'answer'))
  const told = listening.heard.filter(({ name }) => name !== 'status')
  expect(told.map(({ name }) => name)).toEqual(['answer'])
  expect(told[0]?.data).toEqual(events.find(({ event }) => event === 'answer'))
  await eventually('a newer status is told', () => {
    const last = listening.heard.findLast(({ name }) => name === 'status')?.data as ProxyStatus
    return last.requests === 1 && last.open === 0
  })
  const numbers = listening.heard.map(({ id }) => Number(id.slice(composed.identity.instance.length + 1)))
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
})

test('what stands in front of the proxy is asked to pass events on as they come', async () => {
  const { owner, url } = await rigWithEvents()
  const headers = await new Promise<IncomingHttpHeaders>((resolve) => {
    const asking = get(`${url}${API}/events`, { headers: owner, agent: false }, (answer) => {
      resolve(answer.headers)
      asking.destroy()
    })
  })
  expect(headers).toMatchObject({ 'x-accel-buffering': 'no', 'cache-control': 'no-store' })
})

test('who comes back misses nothing, by the header or by the address', async () => {
  const { owner, url } = await rigWithEvents()
  const first = listenTo(url, owner)
  await eventually('it listens', has(first, 'status'))
  const id = first.heard[0]?.id ?? ''
  first.leave()
  await sendMessage(url)
  for (const [headers, query] of [
    [{ ...owner, 'last-event-id': id }, '?from=x'],
    [owner, `?from=${id}`],
  ] as const) {
    const again = listenTo(url, headers, query)
    await eventually('it is told how it stands', has(again, 'status'))
    expect(namesIn(again).slice(0, 2)).toEqual(['answer', 'status'])
    again.leave()
  }
  const lost = listenTo(url, owner, '?from=another-proxy-7')
  await eventually('it is told how it stands', has(lost, 'status'))
  expect(namesIn(lost)).toEqual(['reset', 'status'])
})

test('a stream needs a login, and ends with it', async () => {
  const { token, url } = await rigWithEvents()
  const nobody = await send(`${url}/_qcc/api/v1/events`, { method: 'GET' })
  expect(nobody.status).toBe(401)
  const [viewer, out] = [await loggedIn(url, token, 'viewer'), await loggedIn(url, token)]
  const shared = await opened((await loginLink(url, token, { role: 'viewer', ttlMs: 3_600_000 })).url)
  const streams = [viewer, out, shared].map(({ cookie }) => listenTo(url, { cookie }))
  await eventually('all listen', () => streams.every((one) => has(one, 'status')()))
  await out.ask('/logout', { method: 'POST' })
  await eventually('who logged out hears no more', () => streams[1]?.isOver() === true)
  expect([streams[0]?.isOver(), streams[2]?.isOver()]).toEqual([false, false])
})

test('a reader that has stopped reading is cut off, and nobody else notices', async () => {
  const { composed, owner, url } = await rigWithEvents()
  const [stalled, reading] = [listenTo(url, owner), listenTo(url, owner)]
  await eventually('both listen', () => has(stalled, 'status')() && has(reading, 'status')())
  stalled.stall()
  const message = 'x'.repeat(2 ** 20)
  const toldTo = ({ heard }: Listening) => heard.filter(({ name }) => name === 'fault').length
  for (let n = 1; n <= 24; n++) {
    composed.log.write({ event: 'fault', at: n, message })
    await eventually('the other one has read it', () => toldTo(reading) === n)
  }
  stalled.goOn()
  await eventually('it finds that it was cut off', stalled.isOver)
  expect(toldTo(stalled)).toBeLessThan(24)
  expect(reading.isOver()).toBe(false)
})

test('a proxy that closes ends every stream at once', async () => {
  const { composed, owner, url } = await rigWithEvents()
  const listening = listenTo(url, owner)
  await eventually('it listens', has(listening, 'status'))
  const before = performance.now()
  await composed.close()
  expect(performance.now() - before).toBeLessThan(900)
  await eventually('it is over', listening.isOver)
})
