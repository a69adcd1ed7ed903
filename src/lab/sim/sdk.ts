import type { Process } from './agenda.ts'
import type { Reply } from './reply.ts'

const REPEATS = 2
/** Source: https://github.com/anthropics/anthropic-sdk-typescript, `calculateDefaultRetryTimeoutMillis`. */
const FIRST_PAUSE_MS = 500
const LONGEST_WAIT_S = 60
/** Its own pauses are up to this much shorter. */
const JITTER = 0.25
const RETRIED = new Set([408, 409, 429])

/** The SDK 1.12 (spec/client.md): two repeats, and none once the answer began. */
export function* askedBySdk(
  send: () => Process<Reply>,
  now: () => number,
  roll: () => number = () => 0,
): Process<Reply> {
  for (let repeats = 0; ; repeats++) {
    const reply = yield* send()
    if (repeats === REPEATS || !isRetried(reply)) return reply
    const usualMs = FIRST_PAUSE_MS * 2 ** repeats * (1 - JITTER * roll())
    const toldS = reply.kind === 'status' ? reply.retryAfterS : null
    yield { until: now() + (toldS !== null && toldS <= LONGEST_WAIT_S ? toldS * 1_000 : usualMs) }
  }
}

function isRetried(reply: Reply): boolean {
  if (reply.kind === 'broken') return !reply.hasBegun
  return reply.kind === 'status' && reply.mayRetry && (RETRIED.has(reply.status) || reply.status >= 500)
}
