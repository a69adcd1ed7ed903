/** How an endpoint may take a send: what the core makes of it, and what a client hears that asks it directly. */
import type { LimitHeaders } from '../../core/limits.ts'
import type { Outcome, Progress } from '../../core/outcome.ts'
import { CONNECTION_ENDED, statusReply, type Reply } from './reply.ts'

export interface Manner {
  readonly outcome: Outcome
  readonly reply: Reply
  /** The client sees content before it ends, for good or ill. */
  readonly commits: boolean
  /** How far it gets when it ends before that. */
  readonly progress: Exclude<Progress, 'committed'>
  /** Nothing ever comes; whoever waits gives up. */
  readonly hangs: boolean
  readonly limits: LimitHeaders | null
  /** It may be billed. */
  readonly isPaid: boolean
}

/** A send as it is taken: when its first content comes, if it has any, and when it is over (epoch ms). */
export interface Answering {
  readonly manner: Manner
  readonly contentAt: number
  readonly overAt: number
}

/** An answer with a status that is no message. */
export const refusal = (
  status: number,
  outcome: Outcome,
  told: { readonly retryAfterS?: number | null; readonly limits?: LimitHeaders | null } = {},
): Manner => ({
  outcome,
  reply: statusReply(status, told.retryAfterS ?? null),
  progress: 'streaming',
  commits: false,
  hangs: false,
  limits: told.limits ?? null,
  isPaid: false,
})

export const GOOD: Manner = {
  outcome: { kind: 'ok' },
  reply: { kind: 'served' },
  progress: 'streaming',
  commits: true,
  hangs: false,
  limits: null,
  isPaid: true,
}

/** It ends in the middle of its answer. */
export const BREAKS: Manner = {
  ...GOOD,
  outcome: { kind: 'broken-stream' },
  reply: { kind: 'broken', hasBegun: true },
}

export const ENDS_EARLY: Manner = { ...BREAKS, reply: CONNECTION_ENDED, commits: false }

export const HANGS: Manner = {
  ...ENDS_EARLY,
  outcome: { kind: 'timed-out', phase: 'first-content' },
  progress: 'sent',
  hangs: true,
}

export const unreachable = (why: 'refused' | 'no-route' | 'reset'): Manner => ({
  ...ENDS_EARLY,
  outcome: { kind: 'unreachable', why },
  progress: why === 'reset' ? 'sent' : 'not-sent',
  isPaid: false,
})

/** 200 and a page. */
export const PAGE: Manner = { ...refusal(200, { kind: 'malformed' }), isPaid: false }
