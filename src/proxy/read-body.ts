import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors/app-error.ts'
import type { ClientAnswer } from './client-answer.ts'

/** The length that a request announces, or null when it announces none. */
export function announcedBytes(request: IncomingMessage): number | null {
  const length = request.headers['content-length']
  return length === undefined ? null : Number(length)
}

/** Whether a request has a body at all. Source: RFC 9112, section 6.3. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || (announcedBytes(request) ?? 0) > 0

/**
 * The whole body, in the chunks in which it came. Rejects with `body-too-large`
 * as soon as it is known to exceed `maxBytes`. When the client leaves before
 * its end, what came so far is of no use; `client` tells.
 */
export function readBody(
  request: IncomingMessage,
  client: ClientAnswer,
  maxBytes: number,
  advice = RAISE_IT,
): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes <= maxBytes) return
      chunks.length = 0
      // What still comes is read and dropped: a client that is cut off while it writes never sees the answer.
      request.off('data', onData).resume()
      reject(tooLarge(maxBytes, advice))
    }
    const onOver = (): void => {
      client.onGone = null
      resolve(chunks)
    }
    client.onGone = onOver
    request.on('data', onData)
    request.on('end', onOver)
    request.on('error', onOver)
  })
}

const RAISE_IT = ' The setting body.max raises the limit.'

export const tooLarge = (maxBytes: number, advice = RAISE_IT): AppError =>
  new AppError('body-too-large', `The request's body is larger than ${String(maxBytes)} bytes.${advice}`)
