/** What switched the place that serves first, in words. */
import type { Place } from '../core/failover/line-up.ts'
import { isSamePlace, type Switch, type SwitchEvidence } from '../core/failover/switch.ts'
import type { Say } from '../i18n/say.ts'
import { localTime } from './local-time.ts'
import { printable } from './printable.ts'

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
