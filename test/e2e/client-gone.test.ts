import { once } from 'node:events'
import { createServer, request, type ClientRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Act, Phase } from '../../src/lab/act.ts'
import { send } from '../support/http.ts'
import { eventually, startRig, upstream, type Rig } from '../support/rig.ts'

/** An upstream that stays silent from the given phase on. */
const stallAt = (phase: Phase): Act => ({ do: 'serve', breakAt: { phase, how: 'stall' } })

const ask = (url: string, headers = {}): ClientRequest =>
  request(url, { method: 'POST', agent: false, headers }).on('error', () => undefined)

/** Some turns of everybody's event loop: what was on its way to the proxy before has arrived by then. */
async function turns(url: string): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await send(`${url}/api/hello`, { method: 'HEAD' })
}

/** What the log says of the one request that is not ours to answer, once it is over. */
async function cancelled({ engine, events }: Rig, progress: string): Promise<void> {
  const answers = () => events.filter((event) => event.event === 'answer' && event.ending !== 'local')
  await eventually('the slot is free', () => engine.inFlight === 0)
  await eventually('the request is written down', () => answers().length === 1)
  // How far it had got shows that the phase was reached.
  expect(events.filter(({ event }) => event === 'attempt')).toMatchObject([
    { outcome: 'cancelled', progress },
  ])
  expect(answers()).toMatchObject([{ ending: 'cancelled' }])
}

test.each([
  ['before-headers', true, 'sent'],
  ['after-headers', true, 'streaming'],
  ['after-start', true, 'streaming'],
  ['in-text', true, 'committed'],
  ['before-headers', false, 'sent'],
  ['after-headers', false, 'streaming'],
  ['in-text', false, 'streaming'],
] as const)(
  'a client that leaves %s (stream: %s) ends the upstream request within 100 ms, blames nobody, and nobody else is asked',
  async (phase, stream, progress) => {
    const up = await upstream('one', [stallAt(phase)])
    const spare = await upstream('two', [{ do: 'serve' }])
    const rig = await startRig([up, spare])
    const asking = ask(`${rig.url}/v1/messages`)
    asking.end(JSON.stringify({ model: 'm', messages: [], stream }))
    await eventually('the endpoint has the request', () => up.open === 1)
    await turns(rig.url)

    const leftAt = Date.now()
    asking.destroy()
    await eventually('the endpoint was let go', () => up.open === 0)
    const endedAt = up.seen[0]?.closedEarlyAt() ?? Infinity
    expect(endedAt - leftAt).toBeLessThanOrEqual(100)
    await cancelled(rig, progress)
    expect(spare.seen).toHaveLength(0)
  },
)

test('a client that leaves while its body is kept reaches no endpoint', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const { events, proxy, url } = await startRig([up])
  const asking = ask(`${url}/v1/messages`, { 'content-length': '1000' })
  asking.write('{"model":')
  await eventually('the request is open', () => proxy.open === 1)
  asking.destroy()
  await eventually('the request is written down', () => events.length === 1)
  expect(events[0]).toMatchObject({ event: 'answer', ending: 'cancelled', attempts: 0 })
  expect(up.seen).toHaveLength(0)
})

test('a client that leaves in the middle of an upload ends it at the endpoint, which never takes it for whole', async () => {
  const got = { bytes: 0, ended: false, closed: false }
  const server = createServer((asked) => {
    asked.on('error', () => undefined)
    asked.on('data', (chunk: Buffer) => (got.bytes += chunk.length))
    asked.on('end', () => (got.ended = true))
    asked.on('close', () => (got.closed = true))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const spare = await upstream('two', [])
  const rig = await startRig([{ name: 'one', url: `http://127.0.0.1:${String(port)}` }, spare])
  for (const headers of [{ 'content-length': '1000000' }, { 'transfer-encoding': 'chunked' }]) {
    Object.assign(got, { bytes: 0, ended: false, closed: false })
    rig.events.length = 0
    const asking = ask(`${rig.url}/v1/files`, headers)
    asking.write(Buffer.alloc(100_000))
    await eventually('the endpoint has what was sent', () => got.bytes === 100_000)
    const leftAt = Date.now()
    asking.destroy()
    await eventually('the endpoint was let go', () => got.closed)
    expect([Date.now() - leftAt < 100, got.ended]).toEqual([true, false])
    await cancelled(rig, 'sent')
  }
  expect(spare.seen).toHaveLength(0)
})

test('a client that leaves after an upload, while the endpoint thinks, ends it there too', async () => {
  const up = await upstream('one', [], { other: () => stallAt('before-headers') })
  const rig = await startRig([up, await upstream('two', [])])
  const asking = ask(`${rig.url}/v1/files`)
  asking.end('{"model":"a file"}')
  await eventually('the endpoint has the request', () => up.open === 1)
  const leftAt = Date.now()
  asking.destroy()
  await eventually('the endpoint was let go', () => up.open === 0)
  expect((up.seen[0]?.closedEarlyAt() ?? Infinity) - leftAt).toBeLessThanOrEqual(100)
  await cancelled(rig, 'sent')
})
