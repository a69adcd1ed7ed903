/** How an endpoint may take a request: what the core makes of it, and what a client hears that asks it directly. */
import type { Outcome } from '../../core/outcome.ts'
import type { Reply } from './claude-code.ts'

export interface Manner {
  readonly outcome: Outcome
  readonly reply: Reply
  /** The client sees content before it ends, for good or ill. */
  readonly commits: boolean
  /** Nothing ever comes; whoever waits gives up. */
  readonly hangs: boolean
}

const told = (waitMs: number) => ({ waitMs, origin: 'retry-after' as const })

const refusal = (code: number, outcome: Outcome, retryAfterS: number | null = null): Manner => ({
  outcome,
  reply: { kind: 'status', status: code, retryAfterS, mayRetry: true },
  commits: false,
  hangs: false,
})

export const GOOD: Manner = {
  outcome: { kind: 'ok' },
  reply: { kind: 'served' },
  commits: true,
  hangs: false,
}

const BROKEN: Manner = {
  outcome: { kind: 'broken-stream' },
  reply: { kind: 'broken' },
  commits: true,
  hangs: false,
}

/** Every way to fail, by what it does. */
export const MANNERS = {
  'is out': refusal(500, { kind: 'unavailable', told: null, blame: 'at-once' }),
  'is out for a told time': refusal(503, { kind: 'unavailable', told: told(20_000), blame: 'at-once' }, 20),
  refuses: { ...BROKEN, outcome: { kind: 'unreachable', why: 'refused' }, commits: false },
  'is overloaded': refusal(529, { kind: 'overloaded', told: null }),
  'limits without a time': refusal(429, { kind: 'rate-limited', told: null, ofAccount: false }),
  'limits for 20 s': refusal(429, { kind: 'rate-limited', told: told(20_000), ofAccount: false }, 20),
  'refuses the key': refusal(401, { kind: 'credential' }),
  'has nothing there': refusal(404, { kind: 'unavailable', told: null, blame: 'when-another-differs' }),
  breaks: BROKEN,
  hangs: {
    ...BROKEN,
    outcome: { kind: 'timed-out', phase: 'first-content' },
    commits: false,
    hangs: true,
  },
} as const satisfies Readonly<Record<string, Manner>>
