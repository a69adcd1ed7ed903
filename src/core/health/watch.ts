/** When an endpoint was last checked, and what its checks used today: nothing is asked for that is known already, or that has cost enough. */
import type { Policy } from '../model.ts'
import { isRecent } from '../span.ts'
import type { Check } from './check.ts'

export interface Watch {
  /** When it was last checked in any way, or became known. */
  readonly checkedAt: number
  /** When it was last asked a question, or became known. */
  readonly talkedAt: number
  /** The day that `tokens` were used on: whole days since the epoch, UTC. */
  readonly day: number
  readonly tokens: number
}

const DAY_MS = 86_400_000
/** What a question and its answer use, and some more. */
export const CONVERSATION_TOKENS = 200
/** The same with room to think, on top of a first attempt without. */
export const LONG_CONVERSATION_TOKENS = 1_500

const dayOf = (now: number): number => Math.floor(now / DAY_MS)

export const freshWatch = (now: number): Watch => ({
  ...{ checkedAt: now, talkedAt: now },
  ...{ day: dayOf(now), tokens: 0 },
})

/** Tokens that checks of it used today. */
export const spentToday = ({ day, tokens }: Watch, now: number): number => (day === dayOf(now) ? tokens : 0)

/** Whether checks that use so many tokens more stay within `mostTokens` a day. */
export const mayUse = (watch: Watch, tokens: number, mostTokens: number, now: number): boolean =>
  spentToday(watch, now) + tokens <= mostTokens

/** When the next day begins. */
export const nextDayAt = (now: number): number => (dayOf(now) + 1) * DAY_MS

/** While a check is out, nobody else need send one. */
export const onAsked = (watch: Watch, isQuestion: boolean, now: number): Watch => ({
  ...watch,
  checkedAt: now,
  talkedAt: isQuestion ? now : watch.talkedAt,
})

/** After a check, whoever asked for it. */
export function onChecked(watch: Watch, { kind, tokens }: Check, now: number): Watch {
  return {
    ...onAsked(watch, kind !== 'free', now),
    day: dayOf(now),
    tokens: spentToday(watch, now) + tokens.in + tokens.out,
  }
}

/** What a person may change of the monitor. */
type Terms = Pick<Policy, 'checkMode' | 'checkIntervalMs' | 'checkTokens' | 'staleMs'>

/** A check for its own sake: `stale` asks a question, `routine` whether it is there. */
export interface OwnCheck {
  readonly why: 'routine' | 'stale'
  readonly at: number
}

/** For how long after somebody was served it is worth a question to know more. */
const IN_USE_MS = 1_800_000

/**
 * The next check of an endpoint for its own sake; null when none is foreseen.
 * `metAt`: when a client's request last showed something of it; `usedAt`: when
 * any endpoint last served one.
 */
export function nextOwnCheck(
  watch: Watch,
  { metAt, usedAt }: { readonly metAt: number | null; readonly usedAt: number | null },
  terms: Terms,
  now: number,
): OwnCheck | null {
  if (terms.checkMode === 'passive') return null
  const routine: OwnCheck = {
    why: 'routine',
    at: afterBoth(metAt, watch.checkedAt, terms.checkIntervalMs, now),
  }
  if (terms.checkMode === 'free') return routine
  const staleAt = afterBoth(metAt, watch.talkedAt, terms.staleMs, now)
  const isInUse = isRecent(usedAt, IN_USE_MS, Math.max(staleAt, now))
  const mayAsk = mayUse(watch, CONVERSATION_TOKENS, terms.checkTokens, now)
  return isInUse && mayAsk && staleAt <= Math.max(routine.at, now) ? { why: 'stale', at: staleAt } : routine
}

/** `ms` after the later of the two. What lies ahead is from before the clock was set back, and counts as long ago. */
function afterBoth(metAt: number | null, lookedAt: number, ms: number, now: number): number {
  const last = [metAt ?? -Infinity, lookedAt].filter((at) => isRecent(at, Infinity, now))
  return last.length === 0 ? now : Math.max(...last) + ms
}
