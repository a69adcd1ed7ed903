import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A door on loopback that can be shut and opened again at the same port. */
export interface Listener {
  readonly port: number
  readonly listening: boolean
  /** Sockets accepted so far. */
  readonly connections: number
  /** Sockets open now. */
  readonly open: number
  readonly up: () => Promise<void>
  /** Connections are refused from now on, those there are destroyed. */
  readonly down: () => Promise<void>
}

/** Listens on loopback, at a free port if `port` is 0. `accept` is told each socket's number, from 1. */
export async function startListener(
  port: number,
  accept: (socket: Socket, connection: number) => void,
): Promise<Listener> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Peers vanish here by design; `close` follows, which is what everybody listens to.
    socket.on('error', () => socket.destroy())
    connections += 1
    accept(socket, connections)
  })
  const listen = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(at, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listen(port)
  const bound = (server.address() as AddressInfo).port

  return {
    port: bound,
    get listening() {
      return server.listening
    },
    get connections() {
      return connections
    },
    get open() {
      return sockets.size
    },
    up: async () => {
      if (!server.listening) await listen(bound)
    },
    down: () =>
      new Promise((resolve) => {
        // Called back with an error when it was shut already: just as good.
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}
