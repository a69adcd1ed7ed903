import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors/app-error.ts'
import type { Answering } from '../ports/answering.ts'
import type { Clock } from '../ports/clock.ts'

/** The length that a request announces, or null when it announces none. */
export function announcedBytes(request: IncomingMessage): number | null {
  const length = request.headers['content-length']
  return length === undefined ? null : Number(length)
}

/** Whether a request has a body at all. Source: RFC 9112, section 6.3. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || (announcedBytes(request) ?? 0) > 0

/** What a body may take. */
interface BodyLimits {
  readonly maxBytes: number
  /** The longest silence before its end. */
  readonly idleMs: number
  readonly clock: Clock
  /** What to do about one that is too large; the setting for it unless given. */
  readonly advice?: string
}

/**
 * The whole body, in the chunks in which it came; at once where it is there already. Rejects with `body-too-large`
 * as soon as it is known to be, and with `request-too-slow` when nothing comes
 * for too long. When the client leaves before its end, what came so far is of
 * no use; `client` tells.
 */
export function readBody(
  request: IncomingMessage,
  client: Pick<Answering, 'onGone'>,
  { advice = RAISE_IT, clock, idleMs, maxBytes }: BodyLimits,
): Buffer[] | Promise<Buffer[]> {
  const arrived = arrivedBody(request, maxBytes)
  if (arrived !== null) return [arrived]
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let lastAt = clock.now()
    const refuse = (error: AppError): void => {
      chunks.length = 0
      cancel()
      // What still comes is read and dropped: a client that is cut off while it writes never sees the answer.
      request.off('data', onData).resume()
      reject(error)
    }
    const onQuiet = (): void => {
      const leftMs = lastAt + idleMs - clock.now()
      if (leftMs > 0) cancel = clock.after(leftMs, onQuiet)
      else refuse(tooSlow(idleMs))
    }
    const onData = (chunk: Buffer): void => {
      lastAt = clock.now()
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes > maxBytes) refuse(tooLarge(maxBytes, advice))
    }
    const onOver = (): void => {
      client.onGone = null
      cancel()
      resolve(chunks)
    }
    let cancel = clock.after(idleMs, onQuiet)
    client.onGone = onOver
    request.on('data', onData)
    request.on('end', onOver)
    request.on('error', onOver)
  })
}

/** A body that came together with its headers, as small ones do: nothing is to be waited for. Null for any other. */
function arrivedBody(request: IncomingMessage, maxBytes: number): Buffer | null {
  const { readableLength: bytes } = request
  if (bytes === 0 || bytes > maxBytes || bytes !== announcedBytes(request)) return null
  const body = request.read() as Buffer
  // Its end is still to be taken off the connection.
  request.resume()
  return body
}

const RAISE_IT = ' The setting body.max raises the limit.'

export const tooLarge = (maxBytes: number, advice = RAISE_IT): AppError =>
  new AppError('body-too-large', `The request's body is larger than ${String(maxBytes)} bytes.${advice}`)

const tooSlow = (idleMs: number): AppError => {
  const why = `Nothing of the request's body came for ${String(idleMs / 1_000)} s. The setting body.idle allows more.`
  return new AppError('request-too-slow', why)
}
