/**
 * Which troubles people know of, and what is news for them: each is told once
 * when it begins, and once when it is over, by what shows that: a time that has
 * run out does not.
 */
import { isSamePlace, type Switch } from '../failover/switch.ts'
import { CONVERSATION_TOKENS, nextDayAt } from '../health/watch.ts'
import type { KeyFault, Notice, Out } from './notice.ts'

export interface Troubles {
  /** Since when nobody can serve the root URL; null when somebody can. */
  readonly outSince: number | null
  /** Since when a key is not good, by the endpoint. */
  readonly keys: ReadonlyMap<string, number>
  /** When the day ends on which the checks of an endpoint have used what they may. */
  readonly spent: ReadonlyMap<string, number>
}

/** What was seen of a running proxy; `endpoint` stands for all that share its target. */
export type Seen =
  | { readonly kind: 'switched'; readonly one: Switch }
  | { readonly kind: 'key-refused'; readonly endpoint: string; readonly why: KeyFault }
  /** An answer, or a check that asked a question and passed. */
  | { readonly kind: 'answered'; readonly endpoint: string }
  /** Those that serve the root URL were looked at: null when somebody can, else what keeps each. */
  | { readonly kind: 'looked'; readonly out: readonly Out[] | null }
  /** What the checks of an endpoint used today, and may use. */
  | { readonly kind: 'used'; readonly endpoint: string; readonly tokens: number; readonly most: number }
  /** The endpoints that there are now. */
  | { readonly kind: 'configured'; readonly endpoints: readonly string[] }

export const NO_TROUBLES: Troubles = { outSince: null, keys: new Map(), spent: new Map() }

/** What people know after it, and what they are to be told; null when that is nothing. */
export function onSeen(
  troubles: Troubles,
  seen: Seen,
  now: number,
): { readonly troubles: Troubles; readonly notice: Notice | null } {
  switch (seen.kind) {
    case 'switched':
      return {
        troubles,
        notice: isNews(seen.one) ? { kind: 'switch', at: seen.one.at, one: seen.one } : null,
      }
    case 'key-refused': {
      const { endpoint, why } = seen
      if (troubles.keys.has(endpoint)) return { troubles, notice: null }
      const keys = new Map([...troubles.keys, [endpoint, now]])
      return { troubles: { ...troubles, keys }, notice: { kind: 'key-dead', at: now, endpoint, why } }
    }
    case 'answered': {
      const { endpoint } = seen
      const since = troubles.keys.get(endpoint)
      if (since === undefined) return { troubles, notice: null }
      const keys = without(troubles.keys, (one) => one === endpoint)
      return { troubles: { ...troubles, keys }, notice: { kind: 'key-dead-over', at: now, endpoint, since } }
    }
    case 'looked':
      return onLooked(troubles, seen.out, now)
    case 'used':
      return onUsed(troubles, seen, now)
    case 'configured': {
      const isGone = (one: string): boolean => !seen.endpoints.includes(one)
      const [keys, spent] = [without(troubles.keys, isGone), without(troubles.spent, isGone)]
      return { troubles: { ...troubles, keys, spent }, notice: null }
    }
  }
}

/** Whoever edits the configuration sees what that does. */
const isNews = ({ cause, from, to }: Switch): boolean => cause !== 'config' && !isSamePlace(from, to)

function onLooked(troubles: Troubles, out: readonly Out[] | null, now: number): ReturnType<typeof onSeen> {
  const { outSince: since } = troubles
  if ((out === null) === (since === null)) return { troubles, notice: null }
  if (out !== null)
    return { troubles: { ...troubles, outSince: now }, notice: { kind: 'all-out', at: now, out } }
  if (since === null) return { troubles, notice: null }
  return { troubles: { ...troubles, outSince: null }, notice: { kind: 'all-out-over', at: now, since } }
}

type Used = Extract<Seen, { readonly kind: 'used' }>

/** With a budget too small for a question none is ever asked. */
const isReached = ({ most, tokens }: Pick<Used, 'most' | 'tokens'>): boolean =>
  most >= CONVERSATION_TOKENS && tokens + CONVERSATION_TOKENS > most

/** What people know of budgets after those checks: an earlier proxy told them. */
export const knownSpent = (used: readonly Omit<Used, 'kind'>[], now: number): Troubles['spent'] =>
  new Map(used.filter(isReached).map(({ endpoint }) => [endpoint, nextDayAt(now)]))

function onUsed(
  troubles: Troubles,
  { endpoint, most, tokens }: Used,
  now: number,
): ReturnType<typeof onSeen> {
  const until = nextDayAt(now)
  if (!isReached({ most, tokens }) || troubles.spent.get(endpoint) === until)
    return { troubles, notice: null }
  const spent = new Map([...troubles.spent, [endpoint, until]])
  return {
    troubles: { ...troubles, spent },
    notice: { kind: 'budget', at: now, endpoint, tokens, most, until },
  }
}

const without = (
  from: ReadonlyMap<string, number>,
  isGone: (endpoint: string) => boolean,
): ReadonlyMap<string, number> => new Map([...from].filter(([endpoint]) => !isGone(endpoint)))
