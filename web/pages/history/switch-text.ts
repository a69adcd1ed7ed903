/** Switches in words. */
import { say } from '../../language.ts'
import { clockTime } from '../../text/times.ts'
import { counted, type Switch } from './stretches.ts'

/** `Primary (work, spare)`. */
export function placeText(place: Switch['to']): string {
  if (place === null) return say('past.nobody')
  return `${say(`lane.${place.place}`)} (${place.profiles.join(', ')})`
}

export const isSamePlace = ({ from, to }: Switch): boolean =>
  from?.place === to?.place && from?.profiles[0] === to?.profiles[0]

/** What was seen, each once. */
export const evidenceTexts = ({ evidence }: Switch): readonly string[] =>
  counted(evidence.map(evidenceText)).map(([what, count]) =>
    count === 1 ? what : say('past.times', { what, count }),
  )

function evidenceText(one: Switch['evidence'][number]): string {
  const { endpoint } = one
  if (one.kind === 'passed') return say(`evidence.passed-${one.by}`, { endpoint })
  const why = one.benchReason === null ? say(`evidence.${one.no}`) : say(`bench.${one.benchReason}`)
  if (one.until === null) return say('past.out', { endpoint, why })
  return say('past.out-until', { endpoint, why, time: clockTime(one.until) })
}
