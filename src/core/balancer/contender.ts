import type { Latency, Question } from '../health/latency.ts'
import type { WeightFactors } from './effective-weight.ts'

/** One endpoint that may be picked, as far as strategies look at it. */
export interface Contender {
  readonly id: string
  /** Its share beside the others, and what that is made of. */
  readonly effective: number
  readonly factors: WeightFactors
  /** 1 is picked first. */
  readonly priority: number
  readonly inFlight: number
  /** When its last turn began, see `round-robin.ts`. */
  readonly turn: number
  readonly latency: Latency
}

/** What one pick is made for. */
export interface Draw extends Question {
  /** Of the session; null without one. */
  readonly key: string | null
  /** In [0, 1). */
  readonly roll: number
  /** The session has an endpoint that is out, or the request failed before: others may come from there at once. */
  readonly isDisplaced: boolean
  readonly now: number
}

/** Of those that are willing, in the order of the configuration; null when there is none. */
export type Pick = <T extends Contender>(from: readonly T[], draw: Draw) => T | null
