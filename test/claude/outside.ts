import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The way out of the machine: an HTTP proxy on loopback that lets nobody through and remembers who wanted. */
export interface Outside {
  readonly url: string
  /** Who was to be reached, in order. */
  readonly wanted: readonly string[]
  close(): void
}

export async function startOutside(): Promise<Outside> {
  const wanted: string[] = []
  const server = createServer((request, response) => {
    wanted.push(`${String(request.method)} ${String(request.url)}`)
    response.writeHead(502).end()
  })
  server.on('connect', (request, socket) => {
    wanted.push(`CONNECT ${String(request.url)}`)
    // Whoever is turned away may reset the connection.
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${String(port)}`, wanted, close: () => void server.close() }
}
