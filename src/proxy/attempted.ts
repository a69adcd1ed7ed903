import type { Fault } from '../core/classify.ts'
import type { LimitHeaders } from '../core/limits.ts'
import type { Outcome, Progress } from '../core/outcome.ts'
import type { Receipt } from '../core/usage.ts'

/** An answer that was held back to its end and can still be given to the client. */
export interface HeldAnswer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: Buffer
}

/** What became of an attempt. Also one that failed may have used something, which its endpoint bills. */
export interface Attempted extends Receipt {
  readonly outcome: Outcome
  readonly progress: Progress
  /** What was seen, in a few words; empty for a success. */
  readonly why: string
  /** The endpoint's own complete refusal, also one that stood inside a 200. */
  readonly held: HeldAnswer | null
  /** The status that the endpoint answered with; null when it did not. */
  readonly status: number | null
  /** What the headers of that answer say about limits. */
  readonly limits: LimitHeaders | null
  /** The endpoint's own name for the request; null when it told none. */
  readonly requestId: string | null
  readonly timings: Timings
}

/** How far an attempt was when, in milliseconds since it began; null for what it did not reach. */
export interface Timings {
  /** The connection stood. */
  readonly sentMs: number | null
  /** The endpoint's headers were there. */
  readonly headMs: number | null
  /** The first content went to the client. */
  readonly contentMs: number | null
  readonly tookMs: number
}

/** What was seen, for the log and the last word; `why` is what the sender or the timer said. */
export function describe(fault: Fault, why: string): string {
  const because = why === '' ? '' : `: ${why}`
  switch (fault.kind) {
    case 'status':
      return `status ${String(fault.status)} ${fault.error.type}`.trimEnd()
    case 'error-inside':
      return `an error inside the answer: ${fault.error.type}`
    case 'nothing-inside':
      return 'an empty answer'
    case 'no-message-inside':
      return `not a message${because}`
    case 'cut':
      return `the answer was cut off${because}`
    case 'no-answer':
    case 'timed-out':
    case 'client-gone':
      return why
  }
}
