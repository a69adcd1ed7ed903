import { header } from '../anthropic/headers.ts'
import type { Settings } from '../settings/schema.ts'
import type { Job } from './job.ts'

/** How long a request may take before anything reaches its client. */
export interface Patience {
  /** When it must have its first content (epoch ms). */
  readonly deadlineAt: number
  /** When being held must end, for there to be time to answer (epoch ms); `Infinity`: the client waits for as long as it is held. */
  readonly holdEndsAt: number
  /** When the client of a stream gets its headers at the latest (epoch ms). */
  readonly headersAt: number
}

/** Clients of Anthropic's library tell here how many seconds they wait. */
const LIMIT_HEADER = 'x-stainless-timeout'
/** Kept of it for the way back; of a very short one, half. */
const MARGIN_MS = 10_000
/** Kept of it for an answer after being held; of a very short one, half. */
const HOLD_MARGIN_MS = 30_000
const MOST_MS = 24 * 3_600_000

type Patient = Pick<Job, 'headers' | 'isAccepted' | 'kind' | 'startedAt' | 'stream'>

/**
 * Pings keep the client of a stream waiting for as long as `attempts.deadline`
 * says. A whole answer must be there before the client gives up. A write takes
 * as long as its body does.
 */
export function patienceOf(
  { headers, isAccepted, kind, startedAt, stream }: Patient,
  settings: Settings,
): Patience {
  const toldMs = toldLimitMs(headers)
  const usualMs = settings['attempts.deadline'] * 1_000
  const wholeMs = toldMs ?? usualMs
  const less = (marginMs: number): number => Math.max(wholeMs - marginMs, wholeMs / 2)
  const deadlineMs = stream && !isAccepted ? usualMs : less(MARGIN_MS)
  const headersMs =
    toldMs === null ? settings['gate.headers'] * 1_000 : (toldMs * settings['gate.headers-share']) / 100
  return {
    deadlineAt: startedAt + (kind === 'write' ? MOST_MS : deadlineMs),
    holdEndsAt: stream ? Infinity : startedAt + less(HOLD_MARGIN_MS),
    headersAt: startedAt + headersMs,
  }
}

/** Null without one, and for one that makes no sense. */
function toldLimitMs(headers: readonly string[]): number | null {
  const told = header(headers, LIMIT_HEADER)
  if (told === null || !/^\d{1,9}(\.\d+)?$/.test(told)) return null
  const ms = Number(told) * 1_000
  return ms > 0 ? Math.min(ms, MOST_MS) : null
}
