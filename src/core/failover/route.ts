/**
 * Chooses the endpoint of the next attempt.
 *
 * Tiers are asked strictly in order, within a tier its profiles, and within a
 * profile its sessions are shared by weight. What speaks against an endpoint
 * only a little makes it wait behind all others of the fence.
 *
 * When nobody is left, one that is out is asked all the same, see `forced.ts`.
 */
import { fitting } from '../fitting.ts'
import type { Chance } from '../health/circuit.ts'
import { hasServedLately } from '../health/evidence.ts'
import { isUnreached } from '../health/local-network.ts'
import type { Endpoint } from '../model.ts'
import { evidenceOf, type RouterState, type Slot } from '../router.ts'
import type { Asker } from './asker.ts'
import { choose, type Because, type Chosen } from './choose.ts'
import { candidates, endOf, OVER_BUDGET, REFUSES, type Candidate, type No } from './eligible.ts'
import { forced, type Unmet } from './forced.ts'
import { held, holdLeftMs, type Wait } from './hold.ts'
import { slotFor } from './slot-for.ts'

export type Decision = Verdict & {
  /** Everybody inside the fence, in order, and what spoke against each. */
  readonly considered: readonly Candidate[]
}

/** A send that was decided; `engine.acquire` has booked it. */
export type Booked = Extract<Decision, { readonly kind: 'send' }>

type Verdict =
  | { readonly kind: 'send'; readonly to: Endpoint; readonly slot: Slot; readonly because: Because }
  /** Somebody may be there by then, or sooner when an attempt ends: ask again. After a `rest` not sooner. */
  | ({ readonly kind: 'wait' } & Wait)
  /** Nobody is left for this request; each candidate's reason, in order. */
  | { readonly kind: 'exhausted'; readonly noes: readonly Refusal[] }

export interface Refusal {
  readonly endpoint: Endpoint
  readonly no: No
  /** When it may be back, or null when that is not known. */
  readonly returnsAt: number | null
  readonly servedLately: boolean
}

export function route(state: RouterState, asker: Asker, chance: Chance): Decision {
  const considered = withTrials(candidates(state, asker, chance.now, chance.roll))
  const decide = asker.demand.isBehind === true ? behind : verdict
  return { ...decide(state, considered, asker, chance), considered }
}

/** For a request that goes behind all others. */
function behind(state: RouterState, all: readonly Candidate[], asker: Asker, chance: Chance): Verdict {
  const free = all.filter((one) => isFree(one, all))
  // Where no question of our own finds out who is back, requests must, and at night there may be no others.
  const isTrialOfIts =
    asker.demand.mayBeTrial === true || state.line.table.policy.checkMode !== 'conversational'
  const pool = free.length > 0 ? free : all.filter((one) => isShunned(one) || isToBeTried(one, isTrialOfIts))
  const chosen = choose(state, asker.ahead > 0 ? [] : pool, asker, chance)
  return chosen === null ? exhausted(state, all, chance.now) : send(state, chosen, asker, chance.now)
}

/** Its session's last answer broke there: a spare is better, where there is one. */
const isShunned = ({ no }: Candidate): boolean => no?.kind === 'shunned'

/** A place that no client used lately is looked at by nobody else, whatever the mode of checks. */
const isToBeTried = ({ no }: Candidate, isTrialOfIts: boolean): boolean =>
  no?.kind === 'on-trial' ? isTrialOfIts && no.hasPermit : no?.kind === 'tier-recovering'

/** Nothing speaks against it, or no more than against everybody there is: that they are to take nothing new. */
const isFree = ({ no }: Candidate, all: readonly Candidate[]): boolean =>
  no === null ||
  (no.kind === 'draining' && all.every(({ seat }) => !seat.endpoint.enabled || seat.endpoint.weight <= 0))

function verdict(state: RouterState, all: readonly Candidate[], asker: Asker, chance: Chance): Verdict {
  const { now } = chance
  const { course, waitedMs } = asker
  if (course.isSpent) return nobody(state, all, asker, chance)
  const pool = poolOf(all, asker)
  const leftMs = state.line.table.policy.roomWaitMs - waitedMs
  const crowded = leftMs > 0 && course.again === null ? crowdedBefore(pool, all) : null
  if (crowded !== null) return { kind: 'wait', untilMs: now + leftMs, why: crowded, beginsAnew: false }
  const chosen = pool.length === 0 ? null : choose(state, pool, asker, chance)
  if (chosen !== null) return givesWay(state, chosen, asker, now) ?? send(state, chosen, asker, now)
  if (course.again !== null) return exhausted(state, all, now)
  const need = forced(state, all, asker, now)
  if (need.kind === 'send') return send(state, { to: need.to, because: 'need', turn: null }, asker, now)
  return nobody(state, all, asker, chance, need)
}

/** A refusal costs the client one of the few times that it asks, a wait costs it nothing. */
function nobody(
  state: RouterState,
  all: readonly Candidate[],
  asker: Asker,
  chance: Chance,
  need: Unmet = { kind: 'nobody' },
): Verdict {
  const wait = held(state, { all, need }, asker, chance)
  return wait === null ? exhausted(state, all, chance.now) : { kind: 'wait', ...wait }
}

/**
 * Those that were held do not all come at once to whoever is back, and without
 * a network nobody is. Null: it may go.
 */
function givesWay(state: RouterState, { to }: Chosen, asker: Asker, now: number): Verdict | null {
  const { course, giveWayMs } = asker
  const isCutOff = course.rounds > 0 && isUnreached(state.network, to.seat.endpoint.origin)
  if (course.tried.size > 0 || (giveWayMs === 0 && !isCutOff)) return null
  const leftMs = holdLeftMs(state.line.table.policy, asker, now)
  if (leftMs === 0) return null
  const untilMs = now + (isCutOff ? leftMs : Math.min(giveWayMs, leftMs))
  return { kind: 'wait', untilMs, why: 'turn', beginsAnew: false }
}

/** An endpoint on trial is asked like any other, as long as somebody is behind it for the case that it fails. */
function withTrials(all: readonly Candidate[]): readonly Candidate[] {
  const hasTrial = all.some(({ no }) => no?.kind === 'on-trial')
  if (!hasTrial || !all.some(({ rank }) => rank < OVER_BUDGET)) return all
  return all.map((one) => (one.no?.kind === 'on-trial' && one.no.hasPermit ? { ...one, rank: 0 } : one))
}

/** The one that is to be asked again, or those against whom the least speaks: others may have become free meanwhile. */
function poolOf(all: readonly Candidate[], { course }: Asker): readonly Candidate[] {
  const again = all.find(({ rank, seat }) => rank < REFUSES && seat.endpoint.id === course.again)
  if (again !== undefined) return [again]
  let best = REFUSES
  for (const { rank } of all) if (rank < best) best = rank
  return best === REFUSES ? [] : fitting(all, ({ rank }) => rank === best)
}

/** Whether a better tier than the pool's lacks only room or budget: there it is worth a wait, if it serves at all. */
function crowdedBefore(pool: readonly Candidate[], all: readonly Candidate[]): 'room' | 'budget' | null {
  const first = all.find(({ gate, no }) => gate === null && (no?.kind === 'full' || no?.kind === 'budget'))
  if (first === undefined) return null
  const isOpen = pool.some(({ rank, seat }) => rank < OVER_BUDGET && seat.tier <= first.seat.tier)
  return isOpen ? null : first.no?.kind === 'full' ? 'room' : 'budget'
}

function send(state: RouterState, chosen: Chosen, asker: Asker, now: number): Verdict {
  const slot = slotFor(state, chosen, asker, now)
  return { kind: 'send', to: chosen.to.seat.endpoint, slot, because: chosen.because }
}

const exhausted = (state: RouterState, all: readonly Candidate[], now: number): Verdict => ({
  kind: 'exhausted',
  noes: refusalsOf(state, all, now),
})

/** What keeps each endpoint of the fence from serving a request; those that would serve are not in it. */
export const refusals = (state: RouterState, asker: Asker, now: number): readonly Refusal[] =>
  refusalsOf(state, candidates(state, asker, now), now)

const refusalsOf = (state: RouterState, all: readonly Candidate[], now: number): readonly Refusal[] =>
  all.flatMap(({ no, seat }) => {
    if (no === null) return []
    const evidence = evidenceOf(state, seat)
    const servedLately = evidence !== undefined && hasServedLately(evidence, now)
    return { endpoint: seat.endpoint, no, returnsAt: endOf(no), servedLately }
  })
