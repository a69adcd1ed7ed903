import { createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { portTaken } from './port-owner.ts'

const HOST = '127.0.0.1'

/** A port whose owner takes connections and never says a word. */
async function silentPort(): Promise<number> {
  const server = createServer((socket) => void socket.on('error', () => undefined)).listen(0, HOST)
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test.runIf(process.platform === 'linux')('a silent owner is named all the same', async () => {
  const error = await portTaken(HOST, await silentPort(), null)
  expect(error).toMatchObject({ code: 'port-taken', details: { pid: process.pid } })
  expect(error.message).toContain(`(process ${String(process.pid)})`)
})

test('an owner that cannot be found is another program', async () => {
  // Nobody listens on port 1 here, so that there is nobody to be found.
  const error = await portTaken(HOST, 1, null)
  expect([error.code, error.message]).toEqual([
    'port-taken',
    `Port 1 on ${HOST} is taken by another program. Stop that, or choose another port with --port or "qcc config set proxy.port".`,
  ])
})
