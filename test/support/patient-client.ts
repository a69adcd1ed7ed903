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

/**
 * Claude Code as it was measured (spec/client.md): asks until it is served or
 * gives up. `send` takes the time (epoch ms) and tells when its reply came.
 */
export function isServed(
  send: (now: number) => { readonly reply: Reply; readonly at: number },
  from: number,
): boolean {
  let now = from
  let overloads = 0
  for (const pauseMs of [...PAUSES_MS, 0]) {
    const { at, reply } = send(now)
    now = at
    if (reply.kind === 'served') return true
    const waitMs = reply.kind === 'broken' ? pauseMs : pauseAfter(reply, pauseMs)
    if (waitMs === null) return false
    if (reply.kind === 'status' && reply.status === 529) overloads += 1
    if (overloads === 3) return false
    now += waitMs
  }
  return false
}

/** Null when it gives up. */
function pauseAfter(reply: Extract<Reply, { kind: 'status' }>, pauseMs: number): number | null {
  const { mayRetry, retryAfterS, status } = reply
  if (!mayRetry || FAILS_AT_ONCE.has(status)) return null
  if (retryAfterS !== null && OBEYS.has(status)) return retryAfterS > 60 ? null : retryAfterS * 1_000
  return status === 529 ? 1_000 : pauseMs
}
