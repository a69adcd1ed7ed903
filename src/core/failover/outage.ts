/** What keeps endpoints out, apart from any request: whether a place is lost, and since when a session's endpoint is gone. */
import { benchFor, isTimedLimit, type BenchReason } from '../health/bench.ts'
import { circuitAt } from '../health/circuit.ts'
import type { Evidence } from '../health/evidence.ts'
import { sentModel, type Endpoint } from '../model.ts'
import type { Seat } from './line-up.ts'

/** Keeps everybody out, whatever the model. */
export interface Outage {
  readonly no: 'disabled' | 'benched' | 'circuit-open' | 'on-trial'
  readonly benchReason: BenchReason | null
  /** Null when that is not known. */
  readonly since: number | null
  readonly until: number | null
  /** Only a limit whose end was told. */
  readonly isTimedLimit: boolean
}

/** A bench that ends sooner is waited for: requests that cannot wait are served by others meanwhile. */
const SHORT_MS = 60_000

/** Null when nothing but its load, or one model, speaks against it. */
export function outageOf(endpoint: Endpoint, evidence: Evidence | undefined, now: number): Outage | null {
  if (evidence === undefined || !endpoint.enabled) return DISABLED
  const bench = benchFor(evidence.benches, null, now)
  const circuit = circuitAt(evidence.circuit, now)
  if (bench !== null) {
    const { reason, since, until } = bench
    const isTimed = isTimedLimit(bench) && circuit.kind === 'closed'
    return { no: 'benched', benchReason: reason, since, until, isTimedLimit: isTimed }
  }
  if (circuit.kind === 'closed') return null
  const until = circuit.kind === 'open' ? circuit.until : null
  const no = circuit.kind === 'open' ? 'circuit-open' : 'on-trial'
  return { no, benchReason: null, since: circuit.outSince, until, isTimedLimit: false }
}

const DISABLED: Outage = {
  ...{ no: 'disabled', benchReason: null, since: null, until: null, isTimedLimit: false },
}

/** Whether it is more than a short bench that others bridge. */
export function isLasting({ no, since, until }: Outage, now: number): boolean {
  if (no !== 'benched' || since === null || until === null) return true
  return until - now > SHORT_MS || now - since >= SHORT_MS
}

/** Whether anybody of these, `except` one, could serve, whatever the model. */
export const hasAble = (
  seats: readonly Seat[],
  evidence: readonly Evidence[],
  now: number,
  except: Seat | null = null,
): boolean =>
  seats.some((seat) => seat !== except && outageOf(seat.endpoint, evidence[seat.source], now) === null)

/** Since when an endpoint cannot serve a model, whoever asks; null while it can. */
export function outSince(
  endpoint: Endpoint,
  evidence: Evidence | undefined,
  model: string | null,
  now: number,
): number | null {
  if (evidence === undefined || !endpoint.enabled) return -Infinity
  const bench = benchFor(evidence.benches, sentModel(endpoint, model), now)
  const circuit = circuitAt(evidence.circuit, now)
  const brokenSince = circuit.kind === 'closed' ? Infinity : circuit.outSince
  const since = Math.min(bench?.since ?? Infinity, brokenSince)
  return since === Infinity ? null : since
}
