/**
 * A scenario: what happens to endpoints, who asks them meanwhile, and what is
 * done to the proxy. It names endpoints by where they stand, so that it fits
 * any configuration; what it names that is not there simply does not happen.
 */
import type { Selector } from './selector.ts'

export interface Scenario {
  /** What it is about, for people. */
  readonly about: Readonly<Record<'en' | 'zh', string>>
  readonly lastsMs: number
  readonly clients: readonly ClientGroup[]
  /** What endpoints are like when nothing happens to them; of two that fit, the later one counts. */
  readonly endpoints: readonly Nature[]
  readonly happens: readonly Happening[]
  readonly proxy: readonly ProxyEvent[]
}

/** Half of all take less than `usualMs`, one in a hundred takes more than `rareMs`. */
export interface Spread {
  readonly usualMs: number
  readonly rareMs: number
}

/** How a client meets failure (spec/client.md). */
export const CLIENTS = ['claude-code', 'sdk'] as const

export interface ClientGroup {
  readonly like: (typeof CLIENTS)[number]
  readonly count: number
  /** Between the end of one request and the next. */
  readonly pauseMs: Spread
  /** Sub-agents that it starts at once, with every tenth request; each asks three times. */
  readonly agents: number
  readonly model: string
  /** Of a request's body. */
  readonly bytes: number
  /** Share of its requests that their person gives up after some seconds. */
  readonly leaves: number
  /** After so many requests it begins another session. */
  readonly sessionOf: number
}

export interface Nature {
  readonly at: Selector
  /** From the send to the first content. */
  readonly firstMs: Spread
  /** From there to the end. */
  readonly restMs: Spread
  /** It answers 529 to what comes while it serves so many; null without such a limit. */
  readonly mostAtOnce: number | null
  readonly limit: Limit | null
}

/** So many requests in a window of time; what is left is told in real headers. */
export interface Limit {
  readonly requests: number
  readonly perMs: number
  /** The first window's end, from the beginning of the scenario; null: it begins with the first request. */
  readonly firstEndMs: number | null
  /** `key`: `anthropic-ratelimit-requests-*`; `subscription`: `anthropic-ratelimit-unified-*`. */
  readonly of: 'key' | 'subscription'
}

/** What can happen to a send. */
export const EVENTS = [
  /** 529. */
  'overloaded',
  /** 429, without a time unless `retry-after` is given. */
  'limited',
  /** 500, or the status given. */
  'error',
  /** Nothing listens. */
  'refused',
  /** No way to the host. */
  'no-network',
  /** The connection ends before the headers. */
  'reset',
  'hangs',
  /** The answer ends in its middle. */
  'breaks',
  /** The answer ends before its first content. */
  'ends-early',
  /** 401, until a new key is configured. */
  'dead-key',
  'no-balance',
  'no-model',
  /** 200 and a page. */
  'page',
  /** All of it takes `times` as long. */
  'slow',
] as const

export interface Happening {
  readonly at: Selector
  readonly what: (typeof EVENTS)[number]
  readonly fromMs: number
  readonly toMs: number
  /** With `forMs` of each; null: all the time. */
  readonly everyMs: number | null
  readonly forMs: number
  /** Of the requests that come meanwhile. */
  readonly share: number
  /** Only requests for this model; null for all. */
  readonly model: string | null
  readonly status: number
  /** What the answer tells, true or not; null: nothing. */
  readonly retryAfterS: number | null
  readonly times: number
}

/** What can be done to the proxy, or to its configuration. */
export const DEEDS = ['crash', 'restart', 'disable', 'enable', 'new-key'] as const

export interface ProxyEvent {
  readonly atMs: number
  readonly does: (typeof DEEDS)[number]
  /** Whose configuration changes. */
  readonly where: Selector
}
