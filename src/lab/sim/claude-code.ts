import type { Process } from './agenda.ts'
import type { Reply } from './reply.ts'

/** The pauses of Claude Code's full back-off, in milliseconds. */
const PAUSES_MS = [600, 1_100, 2_400, 5_000, 9_500, 17_000, 33_000, 35_000, 37_000, 39_000]
const FAILS_AT_ONCE = new Set([400, 402, 403, 413])
const OBEYS = new Set([429, 503, 529])
/** After so many of them it gives up: overloads, answers with a good status that are no message, what is not there. */
const MOST: ReadonlyMap<number, number> = new Map([
  [529, 3],
  [404, 2],
  [200, 2],
])
const LONGEST_WAIT_S = 60
/** Told to wait, it waits up to this much longer. */
const JITTER = 0.25

/**
 * Claude Code as it was measured (spec/client.md): asks until it is served or
 * gives up, and returns what it heard last. `roll` in [0, 1) is how much longer than it
 * is told it waits.
 */
export function* askedByClaudeCode(
  send: () => Process<Reply>,
  now: () => number,
  roll: () => number = () => 0,
): Process<Reply> {
  let last: Reply = { kind: 'left' }
  const seen = new Map<number, number>()
  for (const pauseMs of [...PAUSES_MS, 0]) {
    last = yield* send()
    if (last.kind === 'served' || last.kind === 'left') return last
    const waitMs = last.kind === 'broken' ? pauseMs : pauseAfter(last, pauseMs, roll)
    if (waitMs === null) return last
    if (last.kind === 'status') {
      const times = (seen.get(last.status) ?? 0) + 1
      seen.set(last.status, times)
      if (times >= (MOST.get(last.status) ?? Infinity)) return last
    }
    yield { until: now() + waitMs }
  }
  return last
}

/** Null when it gives up. */
function pauseAfter(
  { mayRetry, retryAfterS, status }: Extract<Reply, { kind: 'status' }>,
  pauseMs: number,
  roll: () => number,
): number | null {
  if (!mayRetry || FAILS_AT_ONCE.has(status)) return null
  if (retryAfterS !== null && OBEYS.has(status)) {
    return retryAfterS > LONGEST_WAIT_S ? null : retryAfterS * 1_000 * (1 + JITTER * roll())
  }
  return status === 529 ? 1_000 : pauseMs
}
