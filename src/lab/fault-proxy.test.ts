import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../app/system-clock.ts'
import { startFaultProxy } from './fault-proxy.ts'
import type { FaultProxy, Faults } from './fault-proxy.ts'

interface End {
  readonly socket: Socket
  readonly text: () => string
  /** What `socket` has had: its peer's end, and how it closed. */
  readonly ended: Promise<'eof' | 'reset'>
}

interface Line {
  readonly proxy: FaultProxy
  readonly client: End
  readonly target: End
}

/** A client connected to a target through the proxy. */
async function lineWith(faults: Faults): Promise<Line> {
  const arrived = Promise.withResolvers<Socket>()
  const server = createServer({ allowHalfOpen: true }, arrived.resolve).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const targetPort = (server.address() as AddressInfo).port
  const proxy = await startFaultProxy({ clock: systemClock, targetPort, faults })
  const client = endOf(connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }))
  const target = endOf(await arrived.promise)
  onTestFinished(async () => {
    client.socket.destroy()
    target.socket.destroy()
    await proxy.close()
    server.close()
  })
  return { proxy, client, target }
}

function endOf(socket: Socket): End {
  let text = ''
  socket.on('data', (bytes) => (text += bytes.toString()))
  const ended = new Promise<'eof' | 'reset'>((resolve, reject) => {
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve('reset')
      else reject(error)
    })
    socket.on('end', () => {
      resolve('eof')
    })
  })
  return { socket, text: () => text, ended }
}

test('without faults all passes in both directions, up to each end', async () => {
  const { proxy, client, target } = await lineWith({})
  client.socket.end('question')
  expect(await target.ended).toBe('eof')
  expect(target.text()).toBe('question')
  target.socket.end('answer')
  expect(await client.ended).toBe('eof')
  expect(client.text()).toBe('answer')
  await expect.poll(() => [proxy.open, proxy.connections]).toEqual([0, 1])
})

test('a reset toward the client comes after exactly so many bytes, and the target is reset too', async () => {
  const { client, target } = await lineWith({ towardClient: { resetAfterBytes: 5 } })
  target.socket.write('0123456789')
  expect(await client.ended).toBe('reset')
  expect(client.text()).toBe('01234')
  expect(await target.ended).toBe('reset')
})

test('a reset toward the target comes after exactly so many bytes, and the client is reset too', async () => {
  const { client, target } = await lineWith({ towardTarget: { resetAfterBytes: 5 } })
  client.socket.write('01234')
  expect(await target.ended).toBe('reset')
  expect(target.text()).toBe('01234')
  expect(await client.ended).toBe('reset')
})

test('a reset of either side is passed on as a reset', async () => {
  const { client, target } = await lineWith({})
  target.socket.resetAndDestroy()
  expect(await client.ended).toBe('reset')
})

test('a target that refuses resets the client', async () => {
  const { proxy } = await lineWith({})
  const dead = await startFaultProxy({ clock: systemClock, targetPort: proxy.port })
  onTestFinished(() => dead.close())
  await proxy.close()
  expect(await endOf(connect(dead.port, '127.0.0.1')).ended).toBe('reset')
})

test('a half-close ends one direction and leaves the other', async () => {
  const { client, target } = await lineWith({ towardClient: { halfCloseAfterBytes: 3 } })
  target.socket.write('abcdef')
  expect(await client.ended).toBe('eof')
  expect(client.text()).toBe('abc')
  client.socket.write('still here')
  await expect.poll(target.text).toBe('still here')
})

test('a stall holds back what follows until it is lifted, and the other direction goes on', async () => {
  const { proxy, client, target } = await lineWith({ towardClient: { stallAfterBytes: 3 } })
  target.socket.end('abcdef')
  await expect.poll(client.text).toBe('abc')
  client.socket.write('to the target')
  await expect.poll(target.text).toBe('to the target')
  expect(client.text()).toBe('abc')
  proxy.change({})
  expect(await client.ended).toBe('eof')
  expect(client.text()).toBe('abcdef')
})

test('slices, a rate and a latency lose nothing and keep the order', async () => {
  const text = Array.from({ length: 500 }, (_, at) => `${at} `).join('')
  const { client, target } = await lineWith({
    towardClient: { sliceBytes: 70, bytesPerSecond: 500_000, latencyMs: 2 },
  })
  target.socket.end(text)
  expect(await client.ended).toBe('eof')
  expect(client.text()).toBe(text)
})

test('pauses are as long as the latency and the rate ask for', async () => {
  const pauses: number[] = []
  const clock = {
    now: () => systemClock.now(),
    after: (ms: number, run: () => void) => {
      pauses.push(ms)
      return systemClock.after(0, run)
    },
  }
  const { proxy } = await lineWith({})
  const slow = await startFaultProxy({
    clock,
    targetPort: proxy.port,
    faults: { towardTarget: { latencyMs: 300, sliceBytes: 4, bytesPerSecond: 1_000 } },
  })
  onTestFinished(() => slow.close())
  endOf(connect(slow.port, '127.0.0.1')).socket.end('0123456789')
  await expect.poll(() => pauses).toEqual([300, 4, 4, 2])
})

test('a reader that does not read stops the writer', async () => {
  const { client, target } = await lineWith({})
  client.socket.pause()
  const piece = Buffer.alloc(1024 * 1024)
  let accepted = 0
  const write = (): void => {
    target.socket.write(piece, () => {
      accepted += 1
      if (accepted < 64) write()
    })
  }
  write()
  let before = -1
  // The kernel's own buffers take some megabytes before the pressure is felt.
  await expect.poll(() => before === (before = accepted), { interval: 50 }).toBe(true)
  expect(accepted).toBeGreaterThan(0)
  expect(accepted).toBeLessThan(64)
})

test('closing leaves no connection and no listener', async () => {
  const { proxy, client, target } = await lineWith({ towardClient: { stallAfterBytes: 0 } })
  target.socket.write('never seen')
  await proxy.close()
  await Promise.all([client.ended, target.ended])
  expect(proxy.open).toBe(0)
  await expect(endOf(connect(proxy.port, '127.0.0.1')).ended).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
