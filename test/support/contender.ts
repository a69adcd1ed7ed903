import type { Contender, Draw } from '../../src/core/balancer/contender.ts'
import { effectiveWeight, type WeightFactors } from '../../src/core/balancer/effective-weight.ts'
import { NO_LATENCY, onWaited, type Latency } from '../../src/core/health/latency.ts'

export const NOW = 1_000_000_000
const QUESTION = { stream: true, bytes: 1_000 }

type More = Partial<Contender & WeightFactors> & {
  /** To its first content, the last time. */
  readonly ms?: number
}

/** One that is like any other but for what is said of it. */
export function contender(id: string, { ms, ...more }: More = {}): Contender {
  const usual = { priority: 1, inFlight: 0, turn: 0, quota: 1, ramp: 1, score: 1, weight: 100 }
  const { quota, ramp, score, weight, ...rest } = { ...usual, ...more }
  const factors = { weight, score, ramp, quota }
  return { id, effective: effectiveWeight(factors), factors, latency: latencyOf(ms), ...rest }
}

function latencyOf(ms: number | undefined): Latency {
  return ms === undefined ? NO_LATENCY : onWaited(NO_LATENCY, QUESTION, { end: 'answered', ms }, NOW)
}

export const draw = (more: Partial<Draw> = {}): Draw => ({
  ...QUESTION,
  key: null,
  roll: 0,
  isDisplaced: false,
  now: NOW,
  ...more,
})

/** Rolls in [0, 1) that are the same at each run: every one of `count` equal parts once, in an odd order. */
export function rolls(count: number): readonly number[] {
  const step = 7_919
  return Array.from({ length: count }, (_, at) => (((at * step) % count) + 0.5) / count)
}
