/** Tiers and how they stand, in words. */
import type { PlaceStatus, TiersStatus } from '../admin/contract.ts'
import type { Switch } from '../core/failover/switch.ts'
import { lasted } from '../views/lasted.ts'
import { localTime } from '../views/local-time.ts'
import { printable } from '../views/printable.ts'
import { placeText, switchText } from '../views/switch-text.ts'
import type { Say } from './texts.ts'

type Pairs = readonly (readonly [title: string, text: string])[]
type Hand = TiersStatus['hand']

/** How a place stands, as it works out: whether it would serve, not only how it is. `isOut`: none of its endpoints is able. */
export function standingText(
  { isActive, isOut, ...place }: PlaceStatus & { readonly isOut: boolean },
  { autoFailover }: Pick<TiersStatus, 'autoFailover'>,
  now: number,
  say: Say,
): string {
  const { checks, state, until } = place
  if (state === 'recovering') return say('standing.recovering', { checks })
  if (state === 'cooling') {
    return until === null
      ? say('standing.cooling')
      : say('standing.cooling-until', { time: lasted(until - now) })
  }
  if (!isActive && !autoFailover) return say('standing.unused')
  return say(isOut ? 'standing.out' : 'standing.serving')
}

/** What a person has put first, while somebody has. */
export function handPairs(hand: Hand, say: Say): Pairs {
  if (hand === null) return []
  const { only, profile: name, reason, since } = hand
  const text = say(only ? 'hand.only' : 'hand.first', { name, time: localTime(since) })
  const why = reason === null ? '' : say('hand.reason', { reason: printable(reason) })
  return [[say('title.hand'), `${text}${why}${say('hand.end')}`]]
}

/** Which tier serves, and what becomes of it when it fails: as it is in force, whoever said otherwise. */
export function tierPairs(tiers: TiersStatus, say: Say): Pairs {
  const { active, activeSince, hand, places } = tiers
  if (places.length < 2 && hand === null) return []
  const place = places.find((one) => one.place === active) ?? null
  const time = localTime(activeSince)
  return [
    [say('title.tier'), say('tiers.active', { place: placeText(place, say), time })],
    ...handPairs(hand, say),
    [say('priority.title.failover'), failoverText(tiers, say)],
    ...(hand?.only === true ? [] : [[say('priority.title.recovery'), recoveryText(tiers, say)] as const]),
  ]
}

/** Whether there is any failover now: a person's word may leave nothing of what the settings allow. */
export function failoverText(
  { autoFailover, hand }: Pick<TiersStatus, 'autoFailover' | 'hand'>,
  say: Say,
): string {
  if (hand?.only === true) return say('failover.fenced', { name: hand.profile })
  return say(autoFailover ? 'failover.on' : 'failover.off')
}

function recoveryText({ autoRecovery, hand }: TiersStatus, say: Say): string {
  if (!autoRecovery) return say('recovery.off')
  return hand === null ? say('recovery.plain') : say('recovery.by-hand', { name: hand.profile })
}

/** The last switch, where there was one. */
export const lastSwitchPairs = (last: Switch | null, say: Say): Pairs =>
  last === null ? [] : [[say('title.last-switch'), `${localTime(last.at)}: ${switchText(last, say)}`]]
