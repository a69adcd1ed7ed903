import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { ONE_TOOL } from './conversation.ts'
import { stageOf, type Case } from './stage.ts'

const CASES: readonly Case[] = (['before-headers', 'in-text', 'after-tool-block'] as const).map((phase) => ({
  name: phase,
  parts: [[]],
  opening: { do: 'serve', ...ONE_TOOL[0], breakAt: { phase, how: 'stall' } },
  conversation: ONE_TOOL,
}))

// A client knows one address only, so that the proxy has to come back to its port.
const stage = stageOf(CASES, { 'proxy.port': await freePort(), 'proxy.drain': 1 })

test('clients that the proxy was restarted under go on, and their tools run once', async () => {
  const running = CASES.map(({ name }) => stage.run(name, { prompt: 'leave a trace' }))
  const asked = () => CASES.map(({ name }) => stage.played(name)[0]?.asked.length)
  await expect.poll(asked, { timeout: 60_000 }).toEqual([1, 1, 1])
  await stage.qcc('proxy', 'restart')
  for (const { code, ran, said, stderr } of await Promise.all(running)) {
    expect({ code, ran, said, stderr }).toEqual({ code: 0, ran: 1, said: 'It is done.', stderr: '' })
  }
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
