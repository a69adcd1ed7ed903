import type { IncomingMessage } from 'node:http'
import type { Answering } from '../ports/answering.ts'
import type { Control } from '../ports/control.ts'
import type { Ended } from './ended.ts'
import { fetched, queuedIn } from './fetched.ts'
import { refuseOtherMachines } from './local-auth.ts'
import type { Parts } from './parts.ts'
import { readBody } from './read-body.ts'

/** Whether QCC answers for itself, whatever an endpoint may have there. */
export const isControlPath = (path: string): boolean => path === '/_qcc' || path.startsWith('/_qcc/')

interface Asked {
  readonly method: string
  readonly path: string
  readonly request: IncomingMessage
  readonly client: Answering
}

type Needed = Pick<Parts, 'clock' | 'parking' | 'settings'>

/** No request of the control API comes near it. */
const MAX_CONTROL_BYTES = 2 ** 20

const JSON_TYPE = ['content-type', 'application/json']

/**
 * Answers what is not for any endpoint: the control API, what the queue has for
 * a client, and the greeting with which Claude Code warms up its connection (`HEAD /` before 2.1.330, then
 * `/api/hello`). Null when the request is for an endpoint. `fence`: the one
 * profile that it is limited to; throws for a stranger.
 */
export function answerLocally(
  asked: Asked,
  fence: () => string | null,
  control: Control,
  parts: Needed,
): Ended | Promise<Ended> | null {
  const { client, method, path } = asked
  const queued = method === 'GET' ? queuedIn(path) : null
  if (queued !== null) return fetched(client, queued, fence(), parts)
  if (isControlPath(path)) return answerControl(asked, control, parts)
  if (method === 'HEAD' && (path === '/' || path === '/api/hello')) return told(client, 200, null)
  if (method === 'GET' && path === '/api/hello') return told(client, 200, { message: 'hello' })
  return null
}

async function answerControl(asked: Asked, control: Control, { clock, settings }: Needed): Promise<Ended> {
  const { client, method, path, request } = asked
  refuseOtherMachines(request)
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null
  const idleMs = settings['body.idle'] * 1_000
  const limits = { maxBytes: MAX_CONTROL_BYTES, idleMs, clock, advice: '' }
  const body = async () => Buffer.concat(await readBody(request, client, limits))
  const answer = await control.answer({ method, path, token, body })
  if (client.isGone) return { ending: 'cancelled', status: null, endpoint: null, attempts: 0 }
  return told(client, answer.status, answer.body)
}

function told(client: Answering, status: number, body: unknown): Ended {
  if (body === null) client.send(status, [], Buffer.alloc(0))
  else client.send(status, JSON_TYPE, Buffer.from(JSON.stringify(body)))
  return { ending: 'local', status, endpoint: null, attempts: 0 }
}
