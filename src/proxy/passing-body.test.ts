import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { dropRest, passingBody } from './passing-body.ts'

test('what is dropped of a body blocks nothing behind it, though its reader lets go later', async () => {
  const passing = {
    pace: { idleMs: 1_000, bytesPerSecond: 0 },
    clock: fakeClock(),
    onTooSlow: () => undefined,
  }
  const serve = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = passingBody(asked, passing)
    await body.next()
    response.end('answered')
    dropRest(asked)
    await body.return(undefined)
  }
  const server = createServer(
    { keepAliveTimeout: 0 },
    (asked, response) => void serve(asked, response),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => {
    agent.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const sent = async (bytes: number): Promise<string> => {
    const asking = request({ port, agent, method: 'POST' }).end(Buffer.alloc(bytes))
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    return text(answer)
  }
  expect([await sent(2 ** 23), await sent(1)]).toEqual(['answered', 'answered'])
})
