/**
 * The one that is asked when nobody is eligible: whoever ends first what keeps
 * it out. A proxy that refuses what a direct call might have got would be worse
 * than none. Only a limit with a told end may refuse.
 *
 * What is down gets one request a second; what serves now and then earns more
 * with each commit (`health/credit.ts`). Who came first has its turn first.
 */
import type { BenchReason } from '../health/bench.ts'
import { creditAt } from '../health/credit.ts'
import { evidenceOf, type RouterState } from '../router.ts'
import type { Asker } from './asker.ts'
import { endOf, mayBeForced, type Candidate, type No } from './eligible.ts'

type Need = { readonly kind: 'send'; readonly to: Candidate } | Unmet

export type Unmet =
  /** Others have their turn before; this one's comes at `atMs`, or sooner when somebody is served. */
  { readonly kind: 'turn'; readonly atMs: number } | { readonly kind: 'nobody' }

/** One that need may send to. */
interface Able {
  readonly one: Candidate
  readonly endsAt: number
  /** For its weight, with one more request; `Infinity` when it drains. */
  readonly load: number
  readonly credit: number
  readonly everyMs: number
}

const EVERY_MS = 1_000
/** A dead key or an empty account seldom comes back by itself. */
const LASTING_EVERY_MS = 5_000
const LASTING: ReadonlySet<BenchReason> = new Set(['credential', 'balance'])

export function forced(state: RouterState, all: readonly Candidate[], asker: Asker, now: number): Need {
  const able = all.flatMap((one) => ableOf(state, one, asker, now) ?? [])
  if (able.length === 0) return { kind: 'nobody' }
  const isPaced = asker.demand.kind !== 'count'
  const [first, ...others] = isPaced ? able.filter(({ credit }) => credit >= 1) : able
  const sends = able.reduce((sum, { credit }) => sum + Math.floor(credit), 0)
  if (first === undefined || (isPaced && sends <= asker.ahead)) {
    return { kind: 'turn', atMs: now + turnAfterMs(able, asker.ahead) }
  }
  const best = others.reduce((one, other) => (isBefore(other, one) ? other : one), first)
  return { kind: 'send', to: best.one }
}

/**
 * Those that serve now and then are asked like any others: better tiers first,
 * and within a profile whoever has the least to do, so that all of a crowd do
 * not meet the same one. Of the rest, the one is first that ends first.
 */
function isBefore(one: Able, other: Able): boolean {
  const [serves, otherServes] = [one.credit > 1, other.credit > 1]
  if (!serves || !otherServes) return serves === otherServes ? one.endsAt < other.endsAt : serves
  const [mine, its] = [one.one.seat, other.one.seat]
  if (mine.profile === its.profile) return one.load < other.load
  return mine.tier === its.tier ? mine.profile < its.profile : mine.tier < its.tier
}

/** How long it takes until there is a send for everybody who is ahead, and one more. */
function turnAfterMs(able: readonly Able[], ahead: number): number {
  const nextMs = Math.min(...able.map(({ credit, everyMs }) => Math.max(0, 1 - credit) * everyMs))
  const missing = ahead + 1 - able.reduce((sum, { credit }) => sum + credit, 0)
  const perMs = able.reduce((sum, { everyMs }) => sum + 1 / everyMs, 0)
  return Math.max(1, Math.round(nextMs), Math.round(missing / perMs))
}

/** Null when need may not send there. */
function ableOf(state: RouterState, one: Candidate, { course }: Asker, now: number): Able | null {
  const evidence = evidenceOf(state, one.seat)
  if (evidence === undefined || !mayBeForced(one.no) || isFull(state, one)) return null
  const everyMs = everyMsOf(one.no)
  const credit = creditAt(evidence.credit, everyMs, now)
  // Who is held for hours asks again when its circuit or its bench says so, and not every second.
  if (course.rounds > 0 && credit <= 1 && one.no.kind !== 'on-trial') return null
  return {
    one,
    endsAt: endOf(one.no) ?? now,
    load: ((state.loads[one.seat.entry]?.inFlight ?? 0) + 1) / one.seat.endpoint.weight,
    credit,
    everyMs,
  }
}

const everyMsOf = (no: No): number =>
  no.kind === 'benched' && LASTING.has(no.bench.reason) ? LASTING_EVERY_MS : EVERY_MS

/** A bench is told before a lack of room; no need overrules a cap. */
function isFull(state: RouterState, { seat }: Candidate): boolean {
  const most = seat.endpoint.maxConcurrent
  return most !== null && (state.loads[seat.entry]?.inFlight ?? 0) >= most
}
