/** What happens to a request, step by step; each step may end it by throwing an `AppError`. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { header } from '../anthropic/headers.ts'
import { peek } from '../anthropic/peek.ts'
import { requestKind, type RequestKind } from '../core/request-kind.ts'
import { AppError } from '../errors/app-error.ts'
import type { Control } from '../ports/control.ts'
import type { OutboundBody } from '../ports/sender.ts'
import { attempts } from './attempts.ts'
import type { BodyRoom } from './body-room.ts'
import { ClientAnswer } from './client-answer.ts'
import type { Ended } from './ended.ts'
import type { Job } from './job.ts'
import { answerLocally } from './local-routes.ts'
import { refuseStrangers } from './local-auth.ts'
import type { Parts } from './parts.ts'
import { announcedBytes, hasBody, readBody, tooLarge } from './read-body.ts'
import { asAppError, respond } from './respond.ts'

const SESSION_HEADER = 'x-claude-code-session-id'
const AGENT_HEADER = 'x-claude-code-agent-id'

/** One request as the server took it off the wire. */
interface Arrival {
  readonly id: string
  readonly request: IncomingMessage
  readonly client: ClientAnswer
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly kind: RequestKind
}

export function arrival(request: IncomingMessage, response: ServerResponse, onClosed: () => void): Arrival {
  const method = request.method ?? ''
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const kind = requestKind(method, path)
  return { id: randomUUID(), request, client: new ClientAnswer(response, onClosed), method, path, kind }
}

/** Serves one request to its end, and writes down how it ended. Never rejects. */
export async function pipeline(
  arrived: Arrival,
  parts: Parts,
  control: Control,
  room: BodyRoom,
): Promise<void> {
  const { client, id, method, path, request } = arrived
  const arrivedAt = parts.clock.now()
  let giveBack = (): void => undefined
  let job: Job | null = null
  let ended: Ended
  try {
    refuseStrangers(request)
    refuseForeignTargets(arrived)
    const local = answerLocally(arrived, client, control)
    if (local === null) {
      giveBack = await roomFor(arrived, parts, room)
      job = await jobOf(arrived, parts, giveBack)
    }
    ended = local ?? (job === null ? GONE : await attempts(job, parts))
  } catch (thrown) {
    ended = refused(arrived, thrown, parts)
  } finally {
    giveBack()
  }
  const at = parts.clock.now()
  const asked = { request: id, method, path, model: job?.model ?? null }
  parts.log.write({ event: 'answer', at, ...asked, ...ended, tookMs: at - arrivedAt })
}

const GONE: Ended = { ending: 'cancelled', status: null, endpoint: null, attempts: 0 }

/** An absolute URL or `*` as the target asks for another kind of proxy than this one. */
function refuseForeignTargets({ path }: Arrival): void {
  if (path.startsWith('/')) return
  const why = `The request's target "${path}" is not a path. Use QCC as a base URL, not as an HTTP proxy.`
  throw new AppError('bad-request', why)
}

/** Bodies that nothing sends twice need not be kept, and files may be larger than memory. */
const isKept = ({ kind, request }: Arrival): boolean => kind !== 'write' && hasBody(request)

/** Waits until the body may be read; the result gives its room back. */
async function roomFor(arrived: Arrival, { settings }: Parts, room: BodyRoom): Promise<() => void> {
  if (!isKept(arrived)) return () => undefined
  const max = settings['body.max']
  const bytes = announcedBytes(arrived.request) ?? max
  if (bytes > max) throw tooLarge(max)
  return room.take(bytes)
}

/** The request with its body and what can be read off both; null when the client left meanwhile. */
async function jobOf(
  arrived: Arrival,
  { clock, settings }: Parts,
  giveBack: () => void,
): Promise<Job | null> {
  const { client, id, kind, method, request } = arrived
  if (client.isGone) return null
  const chunks = isKept(arrived) ? await readBody(request, client, settings['body.max']) : null
  if (client.isGone) return null
  const seen = kind === 'message' && chunks !== null ? peek(chunks) : { model: null, stream: false }
  const body = chunks === null ? passing(request) : kept(chunks)
  const headers = request.rawHeaders
  const session = header(headers, SESSION_HEADER)
  const agent = header(headers, AGENT_HEADER)
  const releaseBody = (): void => {
    if (chunks !== null) chunks.length = 0
    giveBack()
  }
  const asked = { id, kind, method, path: request.url ?? '', headers, session, agent, ...seen }
  return { ...asked, body, releaseBody, client, startedAt: clock.now() }
}

const kept = (chunks: readonly Buffer[]): OutboundBody => {
  return { kind: 'kept', chunks, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0) }
}

/** Not destroyed with the attempt that read it: when nothing was read, another one may. */
function passing(request: IncomingMessage): OutboundBody | null {
  if (!hasBody(request)) return null
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  return { kind: 'passing', chunks }
}

function refused({ client, id }: Arrival, thrown: unknown, { clock, log }: Parts): Ended {
  const error = asAppError(thrown)
  if (error.code === 'internal') log.write({ event: 'fault', at: clock.now(), message: stackOf(thrown) })
  if (client.isGone) return GONE
  if (client.isBegun) {
    client.cutOff()
    return { ...GONE, ending: 'broken' }
  }
  const status = respond(client, error, id, { marks: ['x-qcc-request-id', id] })
  return { ...GONE, ending: 'refused', status }
}

const stackOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
