import { AppError } from '../errors/app-error.ts'
import type { Settings } from '../settings/schema.ts'

/** How fast a body must come. */
export interface BodyPace {
  /** The longest silence before its end. */
  readonly idleMs: number
  /** The least on average once that time is over, so that one byte now and then does not hold what is held for it. */
  readonly bytesPerSecond: number
}

/** Of a body that is not complete. Durations are of waiting for its client alone. */
interface Progress {
  readonly bytes: number
  readonly silentMs: number
  readonly waitedMs: number
}

export const bodyPace = (settings: Pick<Settings, 'body.idle' | 'body.rate'>): BodyPace => ({
  idleMs: settings['body.idle'] * 1_000,
  bytesPerSecond: settings['body.rate'],
})

/** How much longer, in milliseconds, its next bytes may be waited for. */
export const patienceMs = (pace: BodyPace, progress: Progress): number =>
  Math.min(pace.idleMs - progress.silentMs, waitsMs(pace, progress) - progress.waitedMs)

const waitsMs = ({ bytesPerSecond, idleMs }: BodyPace, { bytes }: Progress): number =>
  bytesPerSecond === 0 ? Infinity : idleMs + (bytes / bytesPerSecond) * 1_000

/** `request-too-slow`, for one that is waited for no longer. */
export function tooSlow({ bytesPerSecond, idleMs }: BodyPace, { silentMs }: Progress): AppError {
  // Whoever stalls misses the rate by its silence.
  const isStalled = silentMs >= idleMs / 2
  const why = isStalled
    ? `Nothing of the request's body came for ${(silentMs / 1_000).toFixed(1)} s. The setting body.idle allows more.`
    : `The request's body came more slowly than ${String(bytesPerSecond)} bytes a second. The setting body.rate allows less.`
  return new AppError('request-too-slow', why)
}
