import type { Check, CheckKind, Result, Verdict } from '../core/health/check.ts'
import type { Line } from '../core/health/judgement.ts'

/** What a check of one endpoint came to. */
export interface ProbeReport extends Omit<Check, 'verdict'> {
  /** Id of the endpoint. */
  readonly id: string
  /** `PROFILE/NAME`. */
  readonly name: string
  readonly result: Result
  /** Null when it was not asked to the end, for a fault of ours. */
  readonly verdict: Verdict | null
  /** What was seen, in a few words; empty where the verdict says all. */
  readonly why: string
  /** The status that it answered with; null when it did not. */
  readonly status: number | null
  /** What was asked, and what was said to it, both shortened; null where no question was put or answered. */
  readonly question: string | null
  readonly answer: string | null
  /** Everything that was looked at, in order. */
  readonly lines: readonly Line[]
}

/** Checks endpoints on demand. */
export interface Probing {
  /** The reports of those ids that there are, in their order. Never rejects. */
  test(ids: readonly string[], kind: CheckKind): Promise<readonly ProbeReport[]>
  /** One check of every endpoint that may serve somebody: a question where it decides something, else whether it is there. Never rejects. */
  round(): Promise<readonly ProbeReport[]>
}
