/** An open dashboard, as far as the proxy can tell: a login, a stream of events that is read, and metrics scraped. */
import { get, type IncomingMessage } from 'node:http'
import { once } from 'node:events'

const EACH_MS = 1_000

/** Opens what `qcc dashboard --no-open` printed; returns what closes it. */
export async function openDashboard(printed: string): Promise<() => void> {
  const link = /http:\S+/.exec(printed)?.[0] ?? ''
  const { headers, statusCode } = await read(link)
  const [cookie] = headers['set-cookie'] ?? []
  if (cookie === undefined) throw new Error(`no login at the dashboard: status ${String(statusCode)}`)
  const { origin } = new URL(link)
  const events = get(`${origin}/_qcc/api/v1/events`, {
    headers: { cookie: cookie.split(';')[0] },
    agent: false,
  })
  const [answer] = (await once(events, 'response')) as [IncomingMessage]
  if (answer.statusCode !== 200)
    throw new Error(`no events at the dashboard: status ${String(answer.statusCode)}`)
  answer.resume().on('error', () => undefined)
  events.on('error', () => undefined)
  const timer = setInterval(() => {
    read(`${origin}/_qcc/metrics`).catch(() => undefined)
  }, EACH_MS)
  return () => {
    clearInterval(timer)
    events.destroy()
  }
}

async function read(url: string): Promise<IncomingMessage> {
  const [answer] = (await once(get(url, { headers: { accept: 'text/html' } }), 'response')) as [
    IncomingMessage,
  ]
  answer.resume()
  return answer
}
