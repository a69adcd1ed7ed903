import type { IncomingMessage } from 'node:http'
import type { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'
import { patienceMs, tooSlow, type BodyPace } from './body-pace.ts'

interface Passing {
  readonly pace: BodyPace
  readonly clock: Clock
  /** The client is waited for no longer; told once. */
  readonly onTooSlow: (error: AppError) => void
}

/**
 * The chunks of a body that streams through. The request is not destroyed with
 * the attempt that read it: when nothing was read, another one may. Only the
 * client is waited for here; how fast an endpoint takes them is another matter.
 */
export async function* passingBody(
  request: IncomingMessage,
  { clock, onTooSlow, pace }: Passing,
): AsyncGenerator<Uint8Array> {
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array, undefined>
  let bytes = 0
  let waitedMs = 0
  try {
    for (;;) {
      const askedAt = clock.now()
      const patience = patienceMs(pace, { bytes, waitedMs, silentMs: 0 })
      const cancel = clock.after(patience, () => {
        onTooSlow(tooSlow(pace, { bytes, waitedMs, silentMs: patience }))
      })
      const next = await chunks.next().finally(cancel)
      if (next.done === true) return
      waitedMs += clock.now() - askedAt
      bytes += next.value.length
      yield next.value
    }
  } finally {
    await chunks.return?.()
  }
}

/**
 * Reads and drops what an endpoint did not want of a body: it would be in the way of whatever comes behind it on its
 * connection, its client's leaving too.
 */
export function dropRest(request: IncomingMessage): void {
  // The reader of an attempt that was given up may let go only later, which stops a flow that has no listener of its own.
  request.removeAllListeners('readable').on('data', dropped).resume()
}

const dropped = (): void => undefined
