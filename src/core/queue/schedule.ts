/**
 * When an item is sent again, and what it waits for until then. A time is
 * necessary and never enough: routing must have somebody eligible, too.
 */
import type { FinalReason, QueuedItem, Try } from './item.ts'

export interface RetryRules {
  /** How long is waited between tries: doubling, the same each time, or not at all. */
  readonly strategy: 'exponential' | 'fixed' | 'immediate'
  readonly baseMs: number
  /** Where doubling ends. */
  readonly maxDelayMs: number
  readonly maxAttempts: number
  readonly ttlMs: number
  /** Whether items are sent that nobody was told to fetch. */
  readonly isAuto: boolean
}

/** What an item waits for. */
export type Wait =
  /** Until somebody can serve it. */
  | { readonly kind: 'endpoint' }
  | { readonly kind: 'time'; readonly until: number }
  /** Until a person says so, or its client asks again. */
  | { readonly kind: 'hand' }
  /** It is being sent, or it is over. */
  | { readonly kind: 'nothing' }

/** What becomes of an item after a try. */
export type Verdict =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'pending'; readonly nextAt: number | null }
  | { readonly kind: 'failed'; readonly reason: FinalReason & ('fault' | 'attempts') }

/** Only upwards: what was parked together must not come back together, nor any of it early. */
const JITTER = 0.2

/** When an item with so many tries may be sent next; null when nothing but an endpoint is waited for. `roll` is in [0, 1). */
export function nextTryAt(tries: number, rules: RetryRules, now: number, roll: number): number | null {
  const delayMs = delayBefore(tries, rules, roll)
  return delayMs === null ? null : now + Math.round(delayMs)
}

function delayBefore(
  tries: number,
  { baseMs, maxDelayMs, strategy }: RetryRules,
  roll: number,
): number | null {
  switch (strategy) {
    case 'immediate':
      return null
    case 'fixed':
      return baseMs
    case 'exponential':
      return Math.min(baseMs * 2 ** tries, maxDelayMs) * (1 + JITTER * roll)
  }
}

/** Tries that count against `maxAttempts`. */
const countedTries = ({ openedAt, tries }: Pick<QueuedItem, 'openedAt' | 'tries'>): number =>
  tries.filter(({ at }) => at >= openedAt).length

export function waitOf(item: QueuedItem, rules: RetryRules, now: number): Wait {
  const { isAccepted, nextAt, renewedAt, state } = item
  const isTooOld = now - renewedAt >= rules.ttlMs
  if (state !== 'pending' || isTooOld) return { kind: 'nothing' }
  const isSentByItself = (rules.isAuto || isAccepted) && countedTries(item) < rules.maxAttempts
  if (!isSentByItself) return { kind: 'hand' }
  // A clock that was set back ends what began after it.
  const isSetBack = now < Math.max(renewedAt, item.tries.at(-1)?.at ?? 0)
  if (nextAt === null || nextAt <= now || isSetBack) return { kind: 'endpoint' }
  return { kind: 'time', until: nextAt }
}

/** Those that may be sent now, the longest parked first. */
export const dueItems = (
  items: readonly QueuedItem[],
  rules: RetryRules,
  now: number,
): readonly QueuedItem[] =>
  items.filter((item) => waitOf(item, rules, now).kind === 'endpoint').sort((a, b) => a.parkedAt - b.parkedAt)

/** When the next one is due whose time has not come; null when no time is waited for. */
export function nextDueAt(items: readonly QueuedItem[], rules: RetryRules, now: number): number | null {
  let soonest: number | null = null
  for (const item of items) {
    const wait = waitOf(item, rules, now)
    if (wait.kind === 'time' && (soonest === null || wait.until < soonest)) soonest = wait.until
  }
  return soonest
}

/** After a try that ended at `now`; the item as it was before it. */
export function verdictOn(
  item: QueuedItem,
  tried: Pick<Try, 'end'>,
  rules: RetryRules,
  now: number,
  roll: number,
): Verdict {
  if (tried.end === 'served') return { kind: 'succeeded' }
  if (tried.end === 'fault') return { kind: 'failed', reason: 'fault' }
  const tries = countedTries(item) + 1
  if (tries >= rules.maxAttempts) return { kind: 'failed', reason: 'attempts' }
  return { kind: 'pending', nextAt: nextTryAt(tries, rules, now, roll) }
}
