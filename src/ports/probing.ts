import type { Outcome } from '../core/outcome.ts'

/** How far a check got: the connection, the list of models, one small message. */
export type ProbeStep = 'connect' | 'models' | 'message'

/** What a check of one endpoint came to. */
export interface ProbeReport {
  /** Id of the endpoint. */
  readonly id: string
  /** `PROFILE/NAME`. */
  readonly name: string
  /** `unclear`: it answers, and its answer says nothing of how real work would fare. */
  readonly verdict: 'pass' | 'unclear' | 'fail'
  /** The last step, which decided. */
  readonly step: ProbeStep
  readonly outcome: Outcome['kind']
  /** What was seen, in a few words; empty for a success. */
  readonly why: string
  /** The status that it answered with; null when it did not. */
  readonly status: number | null
  /** The model that was asked for, as that endpoint knows it; null when none was. */
  readonly model: string | null
  readonly tookMs: number
}

/** Checks endpoints on demand. */
export interface Probing {
  /** The reports of those ids that there are, in their order. Never rejects. */
  test(ids: readonly string[]): Promise<readonly ProbeReport[]>
}
