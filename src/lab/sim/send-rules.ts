/** What must hold whenever something is sent, or nothing is. */
import { OVER_BUDGET, REFUSES } from '../../core/failover/eligible.ts'
import type { Booked, Decision } from '../../core/failover/route.ts'
import type { EndpointId } from '../../core/model.ts'
import type { RouterState } from '../../core/router.ts'
import { affords } from '../../core/retry/budget.ts'
import type { Ask } from '../../engine/ask.ts'
import type { ToldLimits } from './told-limits.ts'

/** A decision with all that can be said of it. */
export interface Decided<D extends Decision = Decision> {
  readonly ask: Ask
  readonly decision: D
  /** Endpoints that this request was sent to before. */
  readonly tried: ReadonlySet<EndpointId>
  readonly before: RouterState
  readonly after: RouterState
  readonly told: ToldLimits
  readonly mostAttempts: number
  readonly now: number
}

interface Rule<D extends Decision> {
  readonly name: string
  readonly isBroken: (decided: Decided<D>) => boolean
}

const MOST_AGAINS = 2

const SEND_RULES: readonly Rule<Booked>[] = [
  { name: 'sent outside the fence', isBroken: (one) => seatOf(one) === undefined },
  { name: 'sent to a disabled endpoint', isBroken: ({ decision: { to } }) => !to.enabled },
  {
    name: 'sent to one endpoint twice',
    isBroken: ({ decision: { because, to }, tried }) => tried.has(to.id) && because !== 'again',
  },
  { name: 'sent again too often', isBroken: ({ ask }) => ask.course.agains > MOST_AGAINS },
  {
    name: 'more attempts than allowed',
    isBroken: ({ ask, mostAttempts }) => ask.course.counted >= mostAttempts,
  },
  {
    name: 'more at once than allowed',
    isBroken: (one) => {
      const most = one.decision.to.maxConcurrent
      const inFlight = one.after.loads[seatOf(one)?.entry ?? -1]?.inFlight ?? 0
      return most !== null && inFlight > most
    },
  },
  {
    name: 'over its budget, while others had some',
    isBroken: (one) => {
      const { because, considered, slot } = one.decision
      const budget = one.before.evidence[seatOf(one)?.source ?? -1]?.budget
      const isForced = because === 'need' || because === 'again'
      const isOver = budget !== undefined && !affords(budget, slot.cost)
      return isOver && !isForced && considered.some(({ rank }) => rank < OVER_BUDGET)
    },
  },
  {
    name: 'sent within a limit that was told',
    isBroken: ({ decision: { slot }, now, told }) => told.until(slot, now) !== null,
  },
  {
    name: 'sent to a dead key, while others were there',
    isBroken: ({ decision: { because, considered, slot }, now, told }) =>
      told.isDead(slot.source, now) && (because !== 'need' || considered.some(({ rank }) => rank < REFUSES)),
  },
]

const REFUSAL_RULES: readonly Rule<Exclude<Decision, { kind: 'send' }>>[] = [
  {
    name: 'waits for the past',
    isBroken: ({ decision, now }) => decision.kind === 'wait' && decision.untilMs <= now,
  },
  {
    name: 'nobody left, while somebody was there',
    isBroken: ({ decision: { considered, kind } }) =>
      kind === 'exhausted' && considered.some(({ no, rank }) => no === null || rank < REFUSES),
  },
  {
    name: 'nobody left, and no reason told',
    isBroken: ({ decision }) => {
      if (decision.kind !== 'exhausted') return false
      const told = new Set(decision.noes.map(({ endpoint }) => endpoint.id))
      return decision.considered.some(({ no, seat }) => no !== null && !told.has(seat.endpoint.id))
    },
  },
]

/** The rule that a decision breaks, with what it was; null when there is none. */
export function brokenBy(decided: Decided): { readonly rule: string; readonly detail: string } | null {
  const { ask, decision, now } = decided
  const rule =
    decision.kind === 'send'
      ? SEND_RULES.find(({ isBroken }) => isBroken({ ...decided, decision }))
      : REFUSAL_RULES.find(({ isBroken }) => isBroken({ ...decided, decision }))
  if (rule === undefined) return null
  const what = decision.kind === 'send' ? `to ${decision.to.name}, ${decision.because}` : decision.kind
  const others = decision.considered.map(({ no, seat }) => `${seat.endpoint.name} ${no?.kind ?? 'free'}`)
  return {
    rule: rule.name,
    detail: `request ${String(ask.place)} at ${String(now)}: ${what} (${others.join(', ')})`,
  }
}

const seatOf = ({ before, decision: { to } }: Decided<Booked>) =>
  before.line.active.find(({ endpoint }) => endpoint.id === to.id)
