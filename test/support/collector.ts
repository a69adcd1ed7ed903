import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Span } from '../../src/metrics/otlp-spans.ts'

/** Takes traces as a collector of OpenTelemetry does; it ends with the test. */
export interface Collector {
  readonly url: string
  /** What it took, in the order in which it came. */
  readonly spans: Span[]
  /** The bodies as they came, those that it refused among them. */
  readonly bodies: string[]
  /** What it answers from now on. */
  status: number
}

interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[]
}

export async function startCollector(): Promise<Collector> {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      const isRight = request.url === '/v1/traces' && request.headers['content-type'] === 'application/json'
      const status = isRight ? collector.status : 400
      collector.bodies.push(body)
      if (status === 200) {
        const { resourceSpans } = JSON.parse(body) as Export
        collector.spans.push(...resourceSpans.flatMap((one) => one.scopeSpans.flatMap(({ spans }) => spans)))
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const collector: Collector = { url, spans: [], bodies: [], status: 200 }
  return collector
}

/** The value of an attribute; undefined where there is none of that name. */
export function attributeOf({ attributes }: Span, name: string): unknown {
  const value = attributes.find(({ key }) => key === name)?.value
  if (value === undefined) return undefined
  const [one] = Object.values(value) as readonly unknown[]
  return 'intValue' in value ? Number(one) : one
}
