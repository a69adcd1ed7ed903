/**
 * The same job as most people would write it: undici's `request()` and a
 * stream pipeline. Arguments: port, origin of the upstream.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { pipeline } from 'node:stream'
import { Pool, type Dispatcher } from 'undici'

const [, , port = '0', origin = ''] = process.argv
const HOP_BY_HOP = /^(host|connection|keep-alive|transfer-encoding|content-length)$/
const pool = new Pool(origin, { allowH2: false, headersTimeout: 0, bodyTimeout: 0 })

const kept = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.test(name)))

createServer((request, response) => {
  const options = {
    path: request.url ?? '/',
    method: request.method ?? 'GET',
    headers: kept(request.headers),
    body: request,
  }
  pool.request(options as Dispatcher.RequestOptions).then(
    ({ body, headers, statusCode }) => {
      response.writeHead(statusCode, kept(headers))
      pipeline(body, response, () => undefined)
    },
    () => response.destroy(),
  )
}).listen(Number(port), '127.0.0.1')
