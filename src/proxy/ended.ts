import type { NobodyServed } from '../core/failover/final-answer.ts'
import type { Slot } from '../core/router.ts'
import type { Ending } from '../ports/log.ts'
import type { Attempted } from './attempted.ts'

/** How a request ended and by whom. */
export interface Ended {
  readonly ending: Ending
  readonly status: number | null
  readonly endpoint: string | null
  readonly attempts: number
  /** Where nobody served. */
  readonly unserved?: Unserved
}

export interface Unserved {
  /** Null when another time would change nothing. */
  readonly why: NobodyServed | null
  /** The item of the queue that it is now; null when it is none. */
  readonly item: string | null
}

/** One attempt that did not serve. */
export interface Failed extends Attempted {
  readonly endpoint: string
  readonly slot: Slot
}

/** How many of these were attempts: an endpoint without a key was never asked. */
export const attemptsIn = (failures: readonly Failed[]): number =>
  failures.filter(({ outcome, progress }) => outcome.kind !== 'credential' || progress !== 'not-sent').length
