/**
 * The one that is asked when nobody is eligible: whoever ends first what keeps
 * it out, one request a second. A proxy that refuses what a direct call might
 * have got would be worse than none. Only a limit with a told end may refuse.
 */
import type { BenchReason } from '../health/bench.ts'
import { circuitAt, hasPermit } from '../health/circuit.ts'
import type { Evidence } from '../health/evidence.ts'
import { evidenceOf, type RouterState } from '../router.ts'
import { isRecent } from '../span.ts'
import type { Asker } from './asker.ts'
import { endOf, mayBeForced, type Candidate, type No } from './eligible.ts'

type Need =
  | { readonly kind: 'send'; readonly to: Candidate }
  /** Somebody was just sent there; the next turn is at `atMs`, `Infinity` when it depends on that attempt. */
  | { readonly kind: 'turn'; readonly atMs: number }
  | { readonly kind: 'nobody' }

const EVERY_MS = 1_000
/** A dead key or an empty account seldom comes back by itself. */
const LASTING_EVERY_MS = 5_000
const LASTING: ReadonlySet<BenchReason> = new Set(['credential', 'balance'])

export function forced(state: RouterState, all: readonly Candidate[], asker: Asker, now: number): Need {
  const isPaced = asker.demand.kind !== 'count'
  const able = all.flatMap((one) => turnOf(state, one, now) ?? [])
  const ready = isPaced ? able.filter(({ atMs }) => atMs <= now) : able
  const [first, ...others] = ready
  if (first !== undefined) {
    return {
      kind: 'send',
      to: others.reduce((soonest, one) => (one.endsAt < soonest.endsAt ? one : soonest), first).one,
    }
  }
  return able.length === 0
    ? { kind: 'nobody' }
    : { kind: 'turn', atMs: Math.min(...able.map(({ atMs }) => atMs)) }
}

/** When need may next send there, and when it would be back by itself; null when need may not. */
function turnOf(state: RouterState, one: Candidate, now: number) {
  const evidence = evidenceOf(state, one.seat)
  if (evidence === undefined || !mayBeForced(one.no) || isFull(state, one)) return null
  return { one, atMs: nextTurn(evidence, one.no, now), endsAt: endOf(one.no) ?? now }
}

function nextTurn({ circuit, forcedAt }: Evidence, no: No, now: number): number {
  const at = circuitAt(circuit, now)
  if (at.kind === 'trial' && !hasPermit(at)) return Infinity
  const everyMs = no.kind === 'benched' && LASTING.has(no.bench.reason) ? LASTING_EVERY_MS : EVERY_MS
  return forcedAt !== null && isRecent(forcedAt, everyMs, now) ? forcedAt + everyMs : now
}

/** A bench is told before a lack of room; no need overrules a cap. */
function isFull(state: RouterState, { seat }: Candidate): boolean {
  const most = seat.endpoint.maxConcurrent
  return most !== null && (state.loads[seat.entry]?.inFlight ?? 0) >= most
}
