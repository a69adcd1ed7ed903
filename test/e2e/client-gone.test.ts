import { request } from 'node:http'
import { expect, test } from 'vitest'
import type { Act, Phase } from '../../src/lab/act.ts'
import { eventually, startRig, upstream } from '../support/rig.ts'

/** An upstream that stays silent from the given phase on. */
const stallAt = (phase: Phase): Act => ({ do: 'serve', breakAt: { phase, how: 'stall' } })

test.each(['before-headers', 'after-headers', 'after-start', 'in-text'] as const)(
  'a client that leaves %s ends the upstream request within 100 ms, blames nobody, and nobody else is asked',
  async (phase) => {
    const up = await upstream('one', [stallAt(phase)])
    const spare = await upstream('two', [{ do: 'serve' }])
    const { engine, events, url } = await startRig([up, spare])
    const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false }).on(
      'error',
      () => undefined,
    )
    asking.end('{"model":"m","messages":[],"stream":true}')
    await eventually('the endpoint has the request', () => up.open === 1)
    await new Promise((resolve) => setTimeout(resolve, 30)) // let the answer get as far as it goes

    const leftAt = Date.now()
    asking.destroy()
    await eventually('the endpoint was let go', () => up.open === 0)
    const endedAt = up.seen[0]?.closedEarlyAt() ?? Infinity
    expect(endedAt - leftAt).toBeLessThanOrEqual(100)
    await eventually('the slot is free', () => engine.inFlight === 0)
    await eventually('the request is written down', () => events.some(({ event }) => event === 'answer'))
    expect(events.filter(({ event }) => event === 'attempt')).toMatchObject([{ outcome: 'cancelled' }])
    expect(events.at(-1)).toMatchObject({ ending: 'cancelled' })
    expect(spare.seen).toHaveLength(0)
  },
)

test('a client that leaves while it sends its body reaches no endpoint', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const { events, proxy, url } = await startRig([up])
  const asking = request(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-length': '1000' },
    agent: false,
  })
  asking.on('error', () => undefined).write('{"model":')
  await eventually('the request is open', () => proxy.open === 1)
  asking.destroy()
  await eventually('the request is written down', () => events.length === 1)
  expect(events[0]).toMatchObject({ event: 'answer', ending: 'cancelled', attempts: 0 })
  expect(up.seen).toHaveLength(0)
})
