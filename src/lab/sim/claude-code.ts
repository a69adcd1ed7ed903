import type { Process } from './agenda.ts'

/** What a client hears. `broken`: the connection ended, before or in the middle of an answer. */
export type Reply =
  | { readonly kind: 'served' }
  | { readonly kind: 'broken' }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfterS: number | null
      readonly mayRetry: boolean
    }

/** The pauses of Claude Code's full back-off, in milliseconds. */
const PAUSES_MS = [600, 1_100, 2_400, 5_000, 9_500, 17_000, 33_000, 35_000, 37_000, 39_000]
const FAILS_AT_ONCE = new Set([400, 402, 403, 413])
const OBEYS = new Set([429, 503, 529])
/** Told to wait, it waits up to this much longer. */
const JITTER = 0.25

/**
 * Claude Code as it was measured (spec/client.md): asks until it is served or
 * gives up; true when it is served. `roll` in [0, 1) is how much longer than it
 * is told it waits.
 */
export function* turnOf(
  send: () => Process<Reply>,
  now: () => number,
  roll: () => number = () => 0,
): Process<boolean> {
  let overloads = 0
  for (const pauseMs of [...PAUSES_MS, 0]) {
    const reply = yield* send()
    if (reply.kind === 'served') return true
    const waitMs = reply.kind === 'broken' ? pauseMs : pauseAfter(reply, pauseMs, roll)
    if (waitMs === null) return false
    if (reply.kind === 'status' && reply.status === 529) overloads += 1
    if (overloads === 3) return false
    yield { until: now() + waitMs }
  }
  return false
}

/** Null when it gives up. */
function pauseAfter(
  { mayRetry, retryAfterS, status }: Extract<Reply, { kind: 'status' }>,
  pauseMs: number,
  roll: () => number,
): number | null {
  if (!mayRetry || FAILS_AT_ONCE.has(status)) return null
  if (retryAfterS !== null && OBEYS.has(status)) {
    return retryAfterS > 60 ? null : retryAfterS * 1_000 * (1 + JITTER * roll())
  }
  return status === 529 ? 1_000 : pauseMs
}
