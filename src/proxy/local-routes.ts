import { AppError } from '../errors/app-error.ts'
import type { Control } from '../ports/control.ts'
import type { Ended } from './ended.ts'
import type { ClientAnswer } from './client-answer.ts'

/** Where QCC answers for itself, whatever an endpoint may have there. */
const CONTROL_PREFIX = '/_qcc/'

interface Asked {
  readonly method: string
  readonly path: string
}

const JSON_TYPE = ['content-type', 'application/json']

/**
 * Answers what is not for any endpoint: the control API, and the greeting with
 * which Claude Code warms up its connection (`HEAD /` before 2.1.330, then
 * `/api/hello`). Null when the request is for an endpoint.
 */
export function answerLocally({ method, path }: Asked, client: ClientAnswer, control: Control): Ended | null {
  if (path.startsWith(CONTROL_PREFIX)) {
    const answer = control.answer(method, path)
    if (answer === null) throw new AppError('no-such-path', `QCC has nothing at ${method} ${path}.`)
    return told(client, answer.status, answer.body)
  }
  if (method === 'HEAD' && (path === '/' || path === '/api/hello')) return told(client, 200, null)
  if (method === 'GET' && path === '/api/hello') return told(client, 200, { message: 'hello' })
  return null
}

function told(client: ClientAnswer, status: number, body: unknown): Ended {
  if (body === null) client.send(status, [], Buffer.alloc(0))
  else client.send(status, JSON_TYPE, Buffer.from(JSON.stringify(body)))
  return { ending: 'local', status, endpoint: null, attempts: 0 }
}
