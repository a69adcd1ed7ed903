import { once } from 'node:events'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { SETTINGS } from '../../src/settings/schema.ts'
import { errorOf, send, sendMessage } from '../support/http.ts'
import { eventually, startRig, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const SMALL = '{"model":"m","messages":[]}'

/** Announces a body and sends the beginning of it. */
function stalled(url: string, bytes: number, path = '/v1/messages', headers = {}): ClientRequest {
  const options = { method: 'POST', agent: false as const, headers: { ...headers, 'content-length': bytes } }
  const asking = request(url + path, options).on('error', () => undefined)
  onTestFinished(() => void asking.destroy())
  asking.write('{')
  return asking
}

test('clients that announce large bodies and stall are cut, and whoever waits behind them is served', async () => {
  const up = await upstream('one', [GOOD])
  const { events, proxy, url } = await startRig([up], { 'body.total': 8_000, 'body.idle': 0.3 })
  const stallers = Array.from({ length: 8 }, () => stalled(url, 1_000))
  const answers = stallers.map(async (asking) => {
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    const chunks = (await answer.toArray()) as Buffer[]
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }
  })
  await eventually('all of them are there', () => proxy.open === 8)
  expect((await send(`${url}/v1/messages`, { body: SMALL })).status).toBe(200)
  for (const { body, headers, status } of await Promise.all(answers)) {
    expect([status, headers['content-type'], headers.connection]).toEqual([408, 'application/json', 'close'])
    expect(JSON.parse(body)).toMatchObject({
      type: 'error',
      error: { type: 'timeout_error', message: expect.stringMatching(/0\.3 s.*body\.idle/) as string },
      request_id: headers['x-qcc-request-id'],
    })
  }
  await eventually('nothing is open', () => proxy.open === 0)
  expect(events.filter(({ event }) => event === 'attempt')).toHaveLength(1)
})

test('a body that comes slowly but steadily is no stalled one', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up], { 'body.idle': 0.3 })
  const asking = stalled(url, 10)
  const answered = once(asking, 'response') as Promise<[IncomingMessage]>
  for (let sent = 1; sent < 10; sent++) {
    await new Promise((resolve) => setTimeout(resolve, 60))
    asking.write('x')
  }
  await answered
  expect(up.seen[0]?.body.toString()).toBe('{xxxxxxxxx')
})

test('waiting for room has an end: then the client is told when to come back', async () => {
  const up = await upstream('one', [{ do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } }])
  const { events, url } = await startRig([up], { 'body.total': 100, 'body.wait': 0.2 })
  const holding = request(`${url}/v1/messages`, { method: 'POST', agent: false }).on('error', () => undefined)
  holding.end(SMALL.padEnd(90))
  await eventually('the room is taken', () => up.open === 1)
  const answer = await send(`${url}/v1/messages`, { body: SMALL })
  expect([answer.status, answer.headers['retry-after'], errorOf(answer)]).toEqual([
    503,
    '5',
    { type: 'api_error', message: expect.stringMatching(/within 0\.2 s.*body\.total/) as string },
  ])
  expect(events.at(-1)).toMatchObject({ ending: 'refused', status: 503, attempts: 0 })
  expect(up.seen).toHaveLength(1)
  holding.destroy()
})

test('the control API waits for no body either', async () => {
  const { composed, proxy, url } = await startRig([], { 'body.idle': 0.1 })
  const headers = { authorization: `Bearer ${composed.token}` }
  const [answer] = (await once(stalled(url, 20, '/_qcc/api/v1/stop', headers), 'response')) as [
    IncomingMessage,
  ]
  expect([answer.statusCode, proxy.isDraining]).toEqual([408, false])
})

test('what is kept is bounded from the start, and 20 MB are within it', async () => {
  const MiB = 2 ** 20
  expect([SETTINGS['body.max'].default, SETTINGS['body.total'].default]).toEqual([64 * MiB, 512 * MiB])
  const up = await upstream('one', [{ do: 'status', status: 500 }])
  const spare = await upstream('two', [GOOD])
  const { url } = await startRig([up, spare])
  const answer = await sendMessage(url, { padding: 'x'.repeat(20e6) })
  expect([answer.status, spare.seen[0]?.body.length]).toEqual([200, up.seen[0]?.body.length])
  expect(up.seen[0]?.body.length).toBeGreaterThan(20e6)
})
