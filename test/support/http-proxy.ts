import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What an HTTP proxy was asked. */
interface Asked {
  readonly method: string
  /** As it stood in the request line. */
  readonly target: string
  readonly host: string | undefined
  readonly authorization: string | undefined
}

export interface TestProxy {
  /** Without credentials. */
  readonly url: string
  readonly port: number
  readonly asked: readonly Asked[]
}

interface Manner {
  /** What it answers to whoever asks for a tunnel, instead of opening one; null: nothing ever. */
  readonly toConnect?: string | null
}

/** A real HTTP proxy on loopback, which tunnels and forwards, and ends with the test. */
export async function testProxy({ toConnect }: Manner = {}): Promise<TestProxy> {
  const asked: Asked[] = []
  const sockets = new Set<Socket>()
  const note = ({ headers, method = '', url: target = '' }: IncomingMessage): void => {
    asked.push({ method, target, host: headers.host, authorization: headers['proxy-authorization'] })
  }
  const server = createServer((got, answer) => {
    note(got)
    const { 'proxy-authorization': _ours, ...headers } = got.headers
    const onward = request(got.url ?? '', { method: got.method ?? '', headers, agent: false }, (came) => {
      answer.writeHead(came.statusCode ?? 502, came.headers)
      came.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    got.pipe(onward)
  })
  server.on('connect', (got: IncomingMessage, socket: Socket) => {
    note(got)
    socket.on('error', () => undefined)
    if (toConnect === null) return
    if (toConnect !== undefined) return void socket.end(toConnect)
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(got.url ?? '') ?? []
    const target = connect(Number(port), host.replace(/^\[|\]$/g, ''), () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket)
      socket.pipe(target)
    })
    target.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.on('close', () => target.destroy())
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${String(port)}`, port, asked }
}
