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
  let first: Candidate | null = null
  let firstEnd = Infinity
  let atMs: number | null = null
  for (const one of all) {
    const evidence = evidenceOf(state, one.seat)
    if (evidence === undefined || !mayBeForced(one.no) || isFull(state, one)) continue
    const turnAt = isPaced ? nextTurn(evidence, one.no, now) : now
    const end = endOf(one.no) ?? now
    if (turnAt > now) atMs = Math.min(atMs ?? Infinity, turnAt)
    else if (first === null || end < firstEnd) [first, firstEnd] = [one, end]
  }
  if (first !== null) return { kind: 'send', to: first }
  return atMs === null ? { kind: 'nobody' } : { kind: 'turn', atMs }
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
