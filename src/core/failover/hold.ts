/**
 * How long the client of a request is held while nobody can serve it.
 *
 * By default only one that was sent nowhere yet, until its turn comes or a told
 * limit ends: whoever has asked somebody has an answer to give. One that asks
 * for a hold of its own, for work that nobody watches, is held until that time
 * is over, whatever is known of a return: it asks everybody, rests, and begins
 * anew.
 */
import { isTimedLimit } from '../health/bench.ts'
import type { Chance } from '../health/circuit.ts'
import type { Policy } from '../model.ts'
import { FRESH_COURSE } from '../retry/course.ts'
import type { RouterState } from '../router.ts'
import type { Asker, Demand } from './asker.ts'
import { candidates, endOf, type Candidate, type No } from './eligible.ts'
import type { Unmet } from './forced.ts'

/**
 * `room`: all are full. `budget`: they take no more failures of others. `turn`: others came before, or nobody
 * is back yet. `rest`: it has asked, and nobody served.
 */
export type WaitReason = 'room' | 'budget' | 'turn' | 'rest'

export interface Wait {
  /** Epoch ms. */
  readonly untilMs: number
  readonly why: WaitReason
  /** Afterwards it is as if it had asked nobody yet. */
  readonly beginsAnew: boolean
}

/** Who was looked at, and what came of asking somebody all the same. */
interface Found {
  readonly all: readonly Candidate[]
  readonly need: Unmet
}

type Now = Pick<Chance, 'now' | 'roll'>

/** Whoever lets clients wait for longer than this wants them held, not only kept from coming too early. */
const SHORT_MS = 60_000
/** The first rest, and the longest: a return that nothing tells of is met this late. */
const FIRST_REST_MS = 1_000
const LONGEST_REST_MS = 30_000
/** Upward only. */
const JITTER = 0.25
/** An end that is just now must not be asked for again and again. */
const LEAST_MS = 50

/** The hold that a request has until it is over (ms), or null when it has only the short one. */
export function patientHoldMs(
  { holdMs, kind }: Pick<Demand, 'holdMs' | 'kind'>,
  usualMs: number,
): number | null {
  if (kind !== 'message') return null
  return holdMs ?? (usualMs > SHORT_MS ? usualMs : null)
}

/** For how much longer a request may be held (ms). */
export function holdLeftMs({ holdMs: usualMs }: Policy, asker: Asker, now: number): number {
  if (asker.isLineFull) return 0
  const { demand, heldMs } = asker
  const allMs = patientHoldMs(demand, usualMs) ?? usualMs
  return Math.max(0, Math.min(allMs - heldMs, (demand.holdEndsAt ?? Infinity) - now))
}

/** Nobody is there now: what the request waits for, or null when its client gets its answer. */
export function held(state: RouterState, found: Found, asker: Asker, chance: Now): Wait | null {
  const { policy } = state.line.table
  const leftMs = holdLeftMs(policy, asker, chance.now)
  if (leftMs === 0) return null
  const isPatient = patientHoldMs(asker.demand, policy.holdMs) !== null
  return isPatient
    ? heldOn(state, found.need, { asker, leftMs }, chance)
    : heldShortly(found, asker, chance.now + leftMs)
}

function heldShortly({ all, need }: Found, { course }: Asker, untilMs: number): Wait | null {
  const atMs = need.kind === 'turn' ? Math.min(need.atMs, untilMs) : soonest(all, ({ no }) => timedEnd(no))
  // Who has asked somebody already has an answer to give.
  return course.tried.size === 0 && atMs <= untilMs ? turn(atMs) : null
}

function heldOn(
  state: RouterState,
  need: Unmet,
  { asker, leftMs }: { readonly asker: Asker; readonly leftMs: number },
  { now, roll }: Now,
): Wait | null {
  const { course } = asker
  const anew = candidates(state, { ...asker, course: FRESH_COURSE }, now)
  if (!anew.some(({ no }) => mayComeBack(no))) return null
  if (course.tried.size > 0 || course.isSpent) {
    const restMs = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** course.rounds) * (1 + JITTER * roll)
    return { untilMs: now + Math.ceil(Math.min(restMs, leftMs)), why: 'rest', beginsAnew: restMs < leftMs }
  }
  const atMs = need.kind === 'turn' ? need.atMs : soonest(anew, ({ no }) => (no === null ? null : endOf(no)))
  return turn(Math.min(Math.max(atMs, now + LEAST_MS), now + leftMs))
}

const turn = (untilMs: number): Wait => ({ untilMs, why: 'turn', beginsAnew: false })

/** Nothing but a person changes what was never meant to serve, or a model that nobody has. */
const mayComeBack = (no: No | null): boolean =>
  no === null || !(NEVER.has(no.kind) || (no.kind === 'benched' && no.bench.reason === 'model-missing'))

const NEVER: ReadonlySet<No['kind']> = new Set(['disabled', 'fenced-off', 'failover-off'])

/** `Infinity` when no end is known. */
const soonest = (all: readonly Candidate[], endAt: (one: Candidate) => number | null): number =>
  Math.min(...all.map((one) => endAt(one) ?? Infinity))

/** When a limit ends that was told. */
const timedEnd = (no: No | null): number | null =>
  no?.kind === 'benched' && isTimedLimit(no.bench) ? no.until : null
