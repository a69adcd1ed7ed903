import { STATUS_CODES } from 'node:http'
import { errorBody } from '../anthropic/error-body.ts'
import { AppError } from '../errors/app-error.ts'
import type { Answering } from '../ports/answering.ts'

/** What a client needs to know besides the message. */
interface Advice {
  /** Seconds until coming back makes sense; null when it makes none; absent when the status says it all. */
  readonly retryAfterS?: number | null
  /** Header lines of ours. */
  readonly marks?: readonly string[]
}

/** The one place where a failure of ours becomes an answer: Anthropic's envelope, its status, and whether to retry. */
export function respond(client: Answering, error: AppError, requestId: string, advice: Advice = {}): number {
  const { status, wire } = error.failure
  const body = errorBody(wire, error.message, requestId)
  const ours = ['content-type', 'application/json', 'request-id', requestId]
  client.send(status, [...ours, ...(advice.marks ?? []), ...retryHeaders(advice)], body)
  return status
}

function retryHeaders({ retryAfterS }: Advice): readonly string[] {
  if (retryAfterS === undefined) return []
  return retryAfterS === null ? ['x-should-retry', 'false'] : ['retry-after', String(retryAfterS)]
}

/** Any thrown thing as an error of ours: what is not one is a bug. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('internal', 'QCC failed on this request; that is a bug. Its log says more.', {
    cause: thrown,
  })
}

/** The same for a socket that has no request on it: a whole HTTP answer that closes the connection. */
export function rawAnswer(error: AppError): string {
  const { status, wire } = error.failure
  const body = errorBody(wire, error.message, '').toString()
  return [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${String(Buffer.byteLength(body))}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
