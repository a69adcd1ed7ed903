import { expect, test } from 'vitest'
import { errorOf, send, sendMessage } from '../support/http.ts'
import { eventually, startRig, upstream } from '../support/rig.ts'

const SLOW = { do: 'serve', manner: { everyMs: 40 } } as const
const ENDLESS = { do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } } as const

test('while draining, open streams finish and new requests are told to come back; then the port is free', async () => {
  const up = await upstream('one', [SLOW])
  const { composed, proxy, url } = await startRig([up])
  const open = sendMessage(url)
  await eventually('the stream is open', () => up.open === 1)
  const drained = proxy.drain(5_000)
  const refused = await sendMessage(url)
  expect([refused.status, errorOf(refused).type]).toEqual([503, 'api_error'])
  expect([refused.headers['retry-after'], refused.headers['connection']]).toEqual(['2', 'close'])
  const answer = await open
  expect(answer.isComplete).toBe(true)
  expect(answer.body.toString()).toContain('message_stop')
  expect(await drained).toBe(0)
  await composed.close()
  await expect(send(url, { method: 'HEAD' })).rejects.toThrow('ECONNREFUSED')
  expect(up.seen).toHaveLength(1)
})

test('a stream that does not finish in time is cut off: no error event, no end that it did not have', async () => {
  const up = await upstream('one', [ENDLESS])
  const { proxy, engine, url } = await startRig([up])
  const open = sendMessage(url)
  await eventually('the stream is open', () => up.open === 1)
  expect(await proxy.drain(50)).toBe(1)
  const answer = await open
  expect(answer.isComplete).toBe(false)
  expect(answer.body.toString()).not.toMatch(/event: error|message_stop/)
  await eventually('the endpoint was let go', () => up.open === 0 && engine.inFlight === 0)
})

test('a stop that cuts off what is open blames no endpoint', async () => {
  const up = await upstream('one', [ENDLESS])
  const silent = await upstream('two', [{ do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } }])
  for (const target of [up, silent]) {
    const { composed, events, proxy, url } = await startRig([target])
    const open = sendMessage(url).catch(() => null)
    await eventually('the request is at the endpoint', () => target.open === 1)
    if (target === up)
      await eventually('it is committed', () => events.some(({ event }) => event === 'commit'))
    expect(await proxy.drain(0)).toBe(1)
    await composed.close()
    expect((await open)?.isComplete ?? false).toBe(false)
    expect(events.filter(({ event }) => event === 'attempt')).toMatchObject([{ outcome: 'cancelled' }])
    expect(events.at(-1)).toMatchObject({ event: 'answer', ending: 'cancelled' })
  }
})

test('a second call makes the end come sooner, never later', async () => {
  const up = await upstream('one', [ENDLESS])
  const { proxy, url } = await startRig([up])
  const open = sendMessage(url)
  await eventually('the stream is open', () => up.open === 1)
  const patient = proxy.drain(60_000)
  const hurried = proxy.drain(0)
  void proxy.drain(60_000)
  expect(await Promise.all([patient, hurried])).toEqual([1, 1])
  expect((await open).isComplete).toBe(false)
})

test('nothing open, nothing to wait for', async () => {
  const { proxy } = await startRig([])
  expect(await proxy.drain(60_000)).toBe(0)
})
