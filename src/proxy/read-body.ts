import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors/app-error.ts'
import type { Answering } from '../ports/answering.ts'
import type { Clock } from '../ports/clock.ts'
import { patienceMs, tooSlow, type BodyPace } from './body-pace.ts'

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
  readonly pace: BodyPace
  readonly clock: Clock
  /** What to do about one that is too large; the setting for it unless given. */
  readonly advice?: string
}

/**
 * The whole body, in the chunks in which it came; at once where it is there already. Rejects with `body-too-large`
 * as soon as it is known to be, and with `request-too-slow` when it comes
 * too slowly. When the client leaves before its end, what came so far is of
 * no use; `client` tells.
 */
export function readBody(
  request: IncomingMessage,
  client: Pick<Answering, 'onGone'>,
  { advice = RAISE_IT, clock, maxBytes, pace }: BodyLimits,
): Buffer[] | Promise<Buffer[]> {
  const arrived = arrivedBody(request, maxBytes)
  if (arrived !== null) return [arrived]
  return new Promise((resolve, reject) => {
    const gathered = gathering(announcedBytes(request))
    let bytes = 0
    const startedAt = clock.now()
    let lastAt = startedAt
    const refuse = (error: AppError): void => {
      cancel()
      // What still comes is read and dropped: a client that is cut off while it writes never sees the answer.
      request.off('data', onData).resume()
      reject(error)
    }
    const onQuiet = (): void => {
      const now = clock.now()
      const progress = { bytes, silentMs: now - lastAt, waitedMs: now - startedAt }
      const leftMs = patienceMs(pace, progress)
      if (leftMs > 0) cancel = clock.after(leftMs, onQuiet)
      else refuse(tooSlow(pace, progress))
    }
    const onData = (chunk: Buffer): void => {
      lastAt = clock.now()
      bytes += chunk.length
      gathered.add(chunk)
      if (bytes > maxBytes) refuse(tooLarge(maxBytes, advice))
    }
    const onOver = (): void => {
      client.onGone = null
      cancel()
      resolve(gathered.chunks())
    }
    let cancel = clock.after(pace.idleMs, onQuiet)
    client.onGone = onOver
    request.on('data', onData)
    request.on('end', onOver)
    request.on('error', onOver)
  })
}

interface Gathered {
  readonly add: (chunk: Buffer) => void
  readonly chunks: () => Buffer[]
}

/** From this size on one piece of memory is taken for all of a body. */
const LARGE_BYTES = 2 ** 20

/**
 * A thousand chunks lie about in the heap of the C library until long after
 * they are garbage; one large piece goes back to the system when it is
 * collected, and what is never written to takes no memory.
 */
function gathering(announced: number | null): Gathered {
  if (announced === null || announced < LARGE_BYTES) {
    const chunks: Buffer[] = []
    return { add: (chunk) => chunks.push(chunk), chunks: () => chunks }
  }
  const whole = Buffer.allocUnsafeSlow(announced)
  let bytes = 0
  return {
    // No more than announced comes: the parser sees to that.
    add: (chunk) => (bytes += chunk.copy(whole, bytes)),
    chunks: () => [whole.subarray(0, bytes)],
  }
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
