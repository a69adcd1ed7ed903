/** What happens to a request, step by step; each step may end it by throwing an `AppError`. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AGENT_HEADER, header } from '../anthropic/headers.ts'
import { NOTHING_SEEN, peek, peekModel, type Peek } from '../anthropic/peek.ts'
import { sessionKey } from '../anthropic/session-key.ts'
import { requestKind, type RequestKind } from '../core/request-kind.ts'
import { AppError } from '../errors/app-error.ts'
import type { Control } from '../ports/control.ts'
import type { OutboundBody } from '../ports/sender.ts'
import { bodyPace } from './body-pace.ts'
import type { BodyRoom } from './body-room.ts'
import { browserHeaders } from './browser-headers.ts'
import { ClientAnswer } from './client-answer.ts'
import type { Ended } from './ended.ts'
import { fenceIn, fenceOf, type Fenced } from './fence.ts'
import { holderFor } from './holder-for.ts'
import type { Job } from './job.ts'
import { answerLocally, isControlPath } from './local-routes.ts'
import { clientOf, refuseStrangers } from './local-auth.ts'
import { met } from './met.ts'
import { noted } from './noted.ts'
import type { Parts } from './parts.ts'
import { dropRest, passingBody } from './passing-body.ts'
import { Recording } from './recording.ts'
import { announcedBytes, hasBody, readBody, tooLarge } from './read-body.ts'
import { asAppError, respond } from './respond.ts'
import { HOLD_HEADER, toldHoldMs } from './told-hold.ts'
import { refuseUnsound } from './unsound.ts'

/** `accept`: instead of an error the client wants a place where it can fetch the answer later. */
const QUEUE_HEADER = 'x-qcc-queue'

/** One request as the server took it off the wire. */
interface Arrival {
  readonly id: string
  readonly request: IncomingMessage
  readonly client: ClientAnswer
  readonly method: string
  /** Without the query, and without the profile that it may name. */
  readonly path: string
  readonly fenced: Fenced
  readonly kind: RequestKind
}

export function arrival(request: IncomingMessage, response: ServerResponse, onClosed: () => void): Arrival {
  const method = request.method ?? ''
  const fenced = fenceIn(request.url ?? '')
  const { target } = fenced
  const queryAt = target.indexOf('?')
  const path = queryAt === -1 ? target : target.slice(0, queryAt)
  const kind = requestKind(method, path)
  const client = new ClientAnswer(response, onClosed)
  return { id: randomUUID(), request, client, method, path, fenced, kind }
}

/** Serves one request to its end, and writes down how it ended. Never rejects. */
export async function pipeline(
  arrived: Arrival,
  parts: Parts,
  control: Control,
  room: BodyRoom,
): Promise<void> {
  const { id, method, path, request } = arrived
  const arrivedAt = parts.clock.now()
  let giveBack = nothing
  let job: Job | null = null
  let recording: Recording | null = null
  let ended: Ended
  try {
    const door = { host: parts.host, hosts: parts.settings['proxy.hosts'], clients: parts.clients }
    refuseUnsound(request)
    refuseStrangers(request, door)
    const fenceNow = () => fenceOf(arrived.fenced, clientOf(request, door), parts)
    const local = answerLocally(arrived, fenceNow, control, parts)
    if (local === null) {
      const fence = fenceNow()
      const { configuration } = parts
      recording = new Recording({
        request: id,
        arrivedAt,
        method,
        path,
        kind: arrived.kind,
        fence,
        configuration,
      })
      // Waits in any case: a small body is behind its headers by then.
      giveBack = await roomFor(arrived, parts, room)
      const body = bodyOf(arrived, parts)
      const chunks = body instanceof Promise ? await body : body
      if (!arrived.client.isGone) job = jobOf(arrived, { fence, recording, chunks }, parts, giveBack)
      ended = job === null ? GONE : unlessRefused(arrived, await met(job, parts), parts)
    } else ended = await local
  } catch (thrown) {
    ended = refused(arrived, thrown, parts)
  } finally {
    giveBack()
    if (arrived.kind === 'write') dropRest(request)
  }
  noted({ id, method, path, arrivedAt, headers: request.rawHeaders, job, recording }, ended, parts)
}

const GONE: Ended = { ending: 'cancelled', status: null, endpoint: null, attempts: 0 }

/** Bodies that nothing sends twice need not be kept, and files may be larger than memory. */
const isKept = ({ kind, request }: Arrival): boolean => kind !== 'write' && hasBody(request)

/** Room for the body, at once where there is some; the result gives it back. */
function roomFor(arrived: Arrival, { settings }: Parts, room: BodyRoom): (() => void) | Promise<() => void> {
  if (!isKept(arrived)) return nothing
  const max = settings['body.max']
  const bytes = announcedBytes(arrived.request) ?? max
  if (bytes > max) throw tooLarge(max)
  return room.takeAtOnce(bytes) ?? room.take(bytes)
}

const nothing = (): void => undefined

/** The chunks of a body that is to be kept; null for any other. When the client left meanwhile, they are of no use. */
function bodyOf(arrived: Arrival, { clock, settings }: Parts): Buffer[] | Promise<Buffer[]> | null {
  const { client, request } = arrived
  if (client.isGone || !isKept(arrived)) return null
  const limits = { maxBytes: settings['body.max'], pace: bodyPace(settings), clock }
  return readBody(request, client, limits)
}

/** The request with its body and what can be read off both. */
function jobOf(
  arrived: Arrival,
  { chunks, fence, recording }: Pick<Job, 'fence' | 'recording'> & { readonly chunks: Buffer[] | null },
  parts: Parts,
  giveBack: () => void,
): Job {
  const { clock, holders } = parts
  const { client, fenced, id, kind, method, request } = arrived
  const { model, modelAt, stream } = chunks === null ? NOTHING_SEEN : seenIn(chunks, kind)
  const headers = request.rawHeaders
  const releaseBody = (): void => {
    if (chunks !== null) chunks.length = 0
    giveBack()
  }
  const path = fenced.target
  const startedAt = clock.now()
  const isAccepted = kind === 'message' && request.headers[QUEUE_HEADER] === 'accept'
  return {
    id,
    kind,
    method,
    path,
    fence,
    holder: holderFor({ kind, path }, chunks, holders, startedAt),
    headers,
    body: chunks === null ? passing(arrived, parts) : kept(chunks),
    releaseBody,
    model,
    modelAt,
    stream,
    // What is out for now is what the queue is for.
    holdMs: isAccepted ? 0 : kind === 'message' ? toldHoldMs(request.headers[HOLD_HEADER]) : null,
    session: sessionKey(headers, kind === 'message' ? chunks : null),
    agent: header(headers, AGENT_HEADER),
    client,
    isBehind: false,
    isAccepted,
    recording,
    startedAt,
  }
}

function seenIn(chunks: readonly Buffer[], kind: RequestKind): Peek {
  if (kind === 'message') return peek(chunks)
  return kind === 'count' ? { ...peekModel(chunks), stream: false } : NOTHING_SEEN
}

const kept = (chunks: readonly Buffer[]): OutboundBody => {
  return { kind: 'kept', chunks, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0) }
}

function passing({ client, request }: Arrival, { clock, settings }: Parts): OutboundBody | null {
  if (!hasBody(request)) return null
  const onTooSlow = (error: AppError): void => {
    client.refuse(error)
  }
  return { kind: 'passing', chunks: passingBody(request, { pace: bodyPace(settings), clock, onTooSlow }) }
}

/** What was wrong with a request may become known only while an endpoint is at it. */
function unlessRefused(arrived: Arrival, ended: Ended, parts: Parts): Ended {
  const { refusal } = arrived.client
  return refusal === null ? ended : { ...refused(arrived, refusal, parts), attempts: ended.attempts }
}

function refused({ client, id, path }: Arrival, thrown: unknown, { clock, log }: Parts): Ended {
  const error = asAppError(thrown)
  if (error.code === 'internal') log.write({ event: 'fault', at: clock.now(), message: stackOf(thrown) })
  if (client.isGone) return GONE
  if (client.isBegun) {
    client.cutOff()
    return { ...GONE, ending: 'broken' }
  }
  const own = ['x-qcc-request-id', id, ...demanded(error)]
  const marks = isControlPath(path) ? browserHeaders(own) : own
  const comeBack = comeBackAfter(error)
  const status = respond(client, error, id, { ...comeBack, marks })
  return { ...GONE, ending: 'refused', status }
}

/** Bodies come and go within seconds, unless their clients stall. */
const NO_ROOM_S = 5

function comeBackAfter({ code }: AppError): { readonly retryAfterS?: number | null } {
  if (code === 'no-room') return { retryAfterS: NO_ROOM_S }
  // Left to itself, a client tries a 401 again for minutes.
  return code === 'no-client-token' || code === 'fenced-out' ? { retryAfterS: null } : {}
}

const NEEDS_CREDENTIAL: ReadonlySet<string> = new Set(['no-token', 'no-client-token', 'no-session'])

/** What comes behind it on its connection may be a part of it. */
const CLOSING: ReadonlySet<string> = new Set(['request-too-slow', 'bad-request', 'headers-too-large'])

/** Headers without which an answer of its status is not whole. Source: RFC 9110, sections 10.2.1, 11.6.1 and 15.5.9. */
function demanded({ code, details }: AppError): readonly string[] {
  if (code === 'wrong-method') return ['allow', String(details['allow'])]
  if (CLOSING.has(code)) return ['connection', 'close']
  return NEEDS_CREDENTIAL.has(code) ? ['www-authenticate', 'Bearer'] : []
}

const stackOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
