import type { Cancel } from '../ports/clock.ts'
import type { Job } from './job.ts'
import type { Parts } from './parts.ts'

const STREAM_HEADERS = ['content-type', 'text/event-stream; charset=utf-8', 'cache-control', 'no-cache']
const PING = Buffer.from('event: ping\ndata: {"type": "ping"}\n\n')

/**
 * Keeps the client of a stream from giving up: from `atMs` (epoch ms) on it
 * has its headers and gets our own pings, until an answer begins. They promise
 * nothing: any endpoint may still be asked. Runs until it is cancelled, or the
 * answer has begun, or the client is gone.
 */
export function keptWaiting(
  { client, id }: Pick<Job, 'client' | 'id'>,
  { clock, settings }: Pick<Parts, 'clock' | 'settings'>,
  atMs: number,
): Cancel {
  const everyMs = settings['gate.ping'] * 1_000
  const ping = (): void => {
    if (!client.isEarly || client.isGone) return
    client.write(PING)
    cancel = clock.after(everyMs, ping)
  }
  let cancel = clock.after(Math.max(0, atMs - clock.now()), () => {
    if (client.isBegun || client.isGone) return
    client.beginEarly([...STREAM_HEADERS, 'x-qcc-request-id', id])
    ping()
  })
  return () => {
    cancel()
  }
}
