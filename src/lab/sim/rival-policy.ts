/** Simpler ways to spread requests over endpoints, to hold ours against. */
import type { Manner } from './manner.ts'

export interface RivalPolicy {
  /** Whether another endpoint is asked after this; nothing can be done once an answer's headers went out. */
  readonly asksNextAfter: (manner: Manner) => boolean
  /** Whether it is held against the endpoint. */
  readonly counts: (manner: Manner) => boolean
  /** So many failures within `withinMs`, or in a row, take it out for `outMs`. */
  readonly mostFails: number
  readonly withinMs: number
  readonly outMs: number
  /** How often everybody is asked before the client hears of it. */
  readonly rounds: number
  /** How long headers are waited for. */
  readonly headersMs: number
}

const statusOf = ({ reply }: Manner): number | null => (reply.kind === 'status' ? reply.status : null)

/** Nothing came but the end of the connection, or not even that. */
const hasNoHeaders = ({ hangs, outcome }: Manner): boolean => hangs || outcome.kind === 'unreachable'

/** What `proxy_next_upstream` can name. Source: https://nginx.org/en/docs/http/ngx_http_proxy_module.html. */
const NGINX_STATUSES = new Set([403, 404, 429, 500, 502, 503, 504])
/** Of these, nginx holds nothing against the server. */
const NGINX_FORGIVES = new Set([403, 404])

const isRefusal = (manner: Manner): boolean => {
  const status = statusOf(manner)
  return status !== null && status !== 200
}

export const RIVALS = {
  /** nginx with all of `proxy_next_upstream`, and its `max_fails=1 fail_timeout=10s`. */
  passive: {
    asksNextAfter: (manner) => hasNoHeaders(manner) || NGINX_STATUSES.has(statusOf(manner) ?? 0),
    counts: (manner) =>
      hasNoHeaders(manner) ||
      (NGINX_STATUSES.has(statusOf(manner) ?? 0) && !NGINX_FORGIVES.has(statusOf(manner) ?? 0)),
    ...{ mostFails: 1, withinMs: 10_000, outMs: 10_000, rounds: 1, headersMs: 60_000 },
  },
  /** Three failures in a row, out for five minutes. */
  threshold: {
    asksNextAfter: (manner) => hasNoHeaders(manner) || isRefusal(manner),
    counts: (manner) => hasNoHeaders(manner) || isRefusal(manner),
    ...{ mostFails: 3, withinMs: Infinity, outMs: 300_000, rounds: 1, headersMs: 60_000 },
  },
  /** No memory: whatever fails is tried on everybody, twice. */
  everybody: {
    asksNextAfter: (manner) => hasNoHeaders(manner) || isRefusal(manner),
    counts: () => false,
    ...{ mostFails: Infinity, withinMs: Infinity, outMs: 0, rounds: 2, headersMs: 60_000 },
  },
  /** No proxy: the first endpoint alone. Claude Code gives up a silent one after this. */
  direct: {
    asksNextAfter: () => false,
    counts: () => false,
    ...{ mostFails: Infinity, withinMs: Infinity, outMs: 0, rounds: 1, headersMs: 361_000 },
  },
} as const satisfies Readonly<Record<string, RivalPolicy>>

export type RivalName = keyof typeof RIVALS
