import type { IncomingMessage } from 'node:http'
import type { Answering } from '../ports/answering.ts'
import type { Control, ControlAnswer } from '../ports/control.ts'
import { browserHeaders } from './browser-headers.ts'
import { isVisit, refuseToShow } from './browser-visit.ts'
import type { Ended } from './ended.ts'
import { fetched, queuedIn } from './fetched.ts'
import type { Fenced } from './fence.ts'
import { isFromElsewhere } from './local-auth.ts'
import type { Parts } from './parts.ts'
import { bodyPace } from './body-pace.ts'
import { readBody } from './read-body.ts'
import { streamEvents } from './stream-events.ts'

/** Whether QCC answers for itself, whatever an endpoint may have there. */
export const isControlPath = (path: string): boolean => path === '/_qcc' || path.startsWith('/_qcc/')

interface Asked {
  readonly method: string
  readonly path: string
  readonly fenced: Pick<Fenced, 'target'>
  readonly request: IncomingMessage
  readonly client: Answering
}

type Needed = Pick<Parts, 'clock' | 'host' | 'parking' | 'settings'>

/** No request of the control API comes near it. */
const MAX_CONTROL_BYTES = 2 ** 20

const JSON_TYPE = ['content-type', 'application/json']

/**
 * Answers what is not for any endpoint: the control API, what the queue has for
 * a client, and the greeting with which Claude Code warms up its connection (`HEAD /` before 2.1.330, then
 * `/api/hello`). Null when the request is for an endpoint. `fence`: the one
 * profile that it is limited to. Throws for a stranger, and for a browser that would show what an endpoint answers.
 */
export function answerLocally(
  asked: Asked,
  fence: () => string | null,
  control: Control,
  parts: Needed,
): Ended | Promise<Ended> | null {
  const { client, method, path } = asked
  // The dashboard has a page at the same address.
  const queued = method === 'GET' && !isVisit(asked.request) ? queuedIn(path) : null
  if (queued !== null) {
    refuseToShow(asked.request)
    return fetched(client, queued, fence(), parts)
  }
  if (isControlPath(path)) return answerControl(asked, control, parts)
  if (isGreeting(method, path)) return told(client, 200, method === 'HEAD' ? null : { message: 'hello' })
  if (method === 'GET' && path === '/' && isVisit(asked.request)) return toDashboard(client)
  refuseToShow(asked.request)
  return null
}

const isGreeting = (method: string, path: string): boolean =>
  (path === '/api/hello' && (method === 'HEAD' || method === 'GET')) || (path === '/' && method === 'HEAD')

async function answerControl(
  asked: Asked,
  control: Control,
  { clock, host, settings }: Needed,
): Promise<Ended> {
  const { client, fenced, method, path, request } = asked
  const { headers, socket } = request
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null
  const limits = { maxBytes: MAX_CONTROL_BYTES, pace: bodyPace(settings), clock, advice: '' }
  const answer = await control.answer({
    ...{ method, path, headers, token, query: fenced.target.slice(path.length + 1) },
    ...{ isFromElsewhere: isFromElsewhere(request, host), port: socket.localPort ?? 0 },
    body: async () => Buffer.concat(await readBody(request, client, limits)),
  })
  if (client.isGone) return { ending: 'cancelled', status: null, endpoint: null, attempts: 0 }
  if (answer.kind === 'events') return streamEvents(client, socket, answer)
  client.send(answer.status, browserHeaders([...typeOf(answer), ...(answer.headers ?? [])]), bytesOf(answer))
  return { ending: 'local', status: answer.status, endpoint: null, attempts: 0 }
}

/** Whoever goes where the proxy is wants to look at it. */
function toDashboard(client: Answering): Ended {
  const status = 303
  client.send(status, browserHeaders(['location', '/_qcc/']), Buffer.alloc(0))
  return { ending: 'local', status, endpoint: null, attempts: 0 }
}

type Whole = Exclude<ControlAnswer, { readonly kind: 'events' }>

function typeOf(answer: Whole): readonly string[] {
  if (answer.kind === 'json') return JSON_TYPE
  return answer.type === null ? [] : ['content-type', answer.type]
}

const bytesOf = (answer: Whole): Buffer =>
  answer.kind === 'json' ? Buffer.from(JSON.stringify(answer.body)) : answer.bytes

function told(client: Answering, status: number, body: unknown): Ended {
  if (body === null) client.send(status, [], Buffer.alloc(0))
  else client.send(status, JSON_TYPE, Buffer.from(JSON.stringify(body)))
  return { ending: 'local', status, endpoint: null, attempts: 0 }
}
