/**
 * The yardstick: the least that a streaming proxy can be on `node:http` and
 * undici's cheapest interface. It keeps no body, judges nothing and fails over
 * to nobody; it passes headers but those of one connection, streams both ways
 * and honours back-pressure. Arguments: port, origin of the upstream.
 */
import { createServer } from 'node:http'
import { Pool, type Dispatcher } from 'undici'

const [, , port = '0', origin = ''] = process.argv
const HOP_BY_HOP = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'])
const pool = new Pool(origin, { allowH2: false, headersTimeout: 0, bodyTimeout: 0 })

function kept(lines: readonly string[]): string[] {
  const result: string[] = []
  for (let i = 0; i < lines.length; i += 2) {
    const name = lines[i] ?? ''
    if (!HOP_BY_HOP.has(name.toLowerCase())) result.push(name, lines[i + 1] ?? '')
  }
  return result
}

createServer((request, response) => {
  const options = {
    path: request.url ?? '/',
    method: request.method ?? 'GET',
    headers: kept(request.rawHeaders),
    body: request,
  }
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (controller) => {
      response.on('drain', () => {
        controller.resume()
      })
    },
    onResponseStart: (controller, status) => {
      const raw = controller.rawHeaders as unknown as readonly Buffer[]
      response.writeHead(status, kept(raw.map((part) => part.toString('latin1'))))
    },
    onResponseData: (controller, chunk) => {
      if (!response.write(chunk)) controller.pause()
    },
    onResponseEnd: () => {
      response.end()
    },
    onResponseError: () => {
      response.destroy()
    },
  }
  pool.dispatch(options, handler)
}).listen(Number(port), '127.0.0.1')
