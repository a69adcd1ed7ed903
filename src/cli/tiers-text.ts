/** Tiers, how they stand and what switched them, in words. */
import type { PlaceStatus, TiersStatus } from '../admin/contract.ts'
import type { Place } from '../core/failover/line-up.ts'
import { isSamePlace, type Switch, type SwitchEvidence } from '../core/failover/switch.ts'
import { lasted } from '../views/lasted.ts'
import { localTime } from '../views/local-time.ts'
import { printable } from '../views/printable.ts'
import type { Say } from './texts.ts'

type Pairs = readonly (readonly [title: string, text: string])[]
type Hand = TiersStatus['hand']

/** `primary (work, spare)`. */
export function placeText(place: Place | null, say: Say): string {
  if (place === null) return say('place.none')
  const names = place.profiles.join(', ')
  const { place: name } = place
  return name === 'hand' || name === 'default' ? say(`place.${name}`, { names }) : `${name} (${names})`
}

/** What brought a switch about: its cause, and a person's word or what was seen. */
export function whyText(one: Switch, say: Say): string {
  const { cause } = one
  const why = switchReason(one, say)
  return why === '' ? say(`cause.${cause}`) : say('cause.because', { cause: say(`cause.${cause}`), why })
}

/** A person's word, or what was seen; empty when there was neither. */
export function switchReason({ evidence, reason }: Switch, say: Say): string {
  if (reason !== null) return printable(reason)
  const counts = new Map<string, number>()
  for (const one of evidence) {
    const seen = evidenceText(one, say)
    counts.set(seen, (counts.get(seen) ?? 0) + 1)
  }
  return [...counts]
    .map(([seen, count]) => (count === 1 ? seen : say('evidence.times', { seen, count })))
    .join('; ')
}

function evidenceText(one: SwitchEvidence, say: Say): string {
  const { endpoint } = one
  if (one.kind === 'passed') return say(`evidence.passed-${one.by}`, { endpoint })
  const no = one.benchReason === null ? say(`evidence.${one.no}`) : say(`bench.${one.benchReason}`)
  if (one.no === 'on-trial' && one.since !== null) {
    return say('evidence.out-since', { endpoint, no, time: localTime(one.since) })
  }
  if (one.until === null) return say('evidence.out', { endpoint, no })
  return say('evidence.out-until', { endpoint, no, time: localTime(one.until) })
}

/** A switch in a line, without its time. */
export const switchText = (one: Switch, say: Say): string =>
  say(isSamePlace(one.from, one.to) ? 'switch.stays' : 'switch.text', {
    from: placeText(one.from, say),
    to: placeText(one.to, say),
    why: whyText(one, say),
  })

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
