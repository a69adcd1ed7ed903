/** What changed about an endpoint by one outcome or one probe, for whoever tells people. */
import { isWithin } from '../span.ts'
import type { Bench } from './bench.ts'
import { circuitAt } from './circuit.ts'
import type { Evidence } from './evidence.ts'

export type News =
  /** It refuses everybody until then. */
  | { readonly kind: 'circuit-opened'; readonly until: number }
  | { readonly kind: 'circuit-closed' }
  /** Set aside, or for longer than before. */
  | ({ readonly kind: 'benched' } & BenchNews)
  /** Ended before its time. */
  | ({ readonly kind: 'bench-lifted' } & Omit<BenchNews, 'origin'>)

type BenchNews = Pick<Bench, 'reason' | 'model' | 'until' | 'origin'>

/** Compares what is known of one target before and after something taught it. */
export function newsBetween(before: Evidence, after: Evidence, now: number): readonly News[] {
  const isAsWell = before.circuit.kind === 'closed' && after.circuit.kind === 'closed'
  if (isAsWell && before.benches === after.benches) return NOTHING_NEW
  return [...ofCircuit(before, after, now), ...ofBenches(before.benches, after.benches, now)]
}

const NOTHING_NEW: readonly News[] = []

function ofCircuit(before: Evidence, after: Evidence, now: number): readonly News[] {
  const was = circuitAt(before.circuit, now)
  const is = circuitAt(after.circuit, now)
  if (is.kind === 'open' && is.epoch !== was.epoch) return [{ kind: 'circuit-opened', until: is.until }]
  return is.kind === 'closed' && was.kind !== 'closed' ? [{ kind: 'circuit-closed' }] : []
}

function ofBenches(before: readonly Bench[], after: readonly Bench[], now: number): readonly News[] {
  if (before === after) return []
  const set = after.flatMap((bench): News[] => {
    const isNew = isWithin(bench, now) && !(endBefore(before, bench, now) >= bench.until)
    const { model, origin, reason, until } = bench
    return isNew ? [{ kind: 'benched', reason, model, until, origin }] : []
  })
  const lifted = before.flatMap((bench): News[] => {
    const isLifted = isWithin(bench, now) && endBefore(after, bench, now) === 0
    const { model, reason, until } = bench
    return isLifted ? [{ kind: 'bench-lifted', reason, model, until }] : []
  })
  return [...set, ...lifted]
}

/** When the bench for the same cause ends; 0 when there is none that holds. */
function endBefore(benches: readonly Bench[], { model, reason }: Bench, now: number): number {
  const same = benches.find((one) => one.reason === reason && one.model === model && isWithin(one, now))
  return same?.until ?? 0
}
