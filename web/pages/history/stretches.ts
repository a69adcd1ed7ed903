/** Which place served when, from the switches between them. */
import type { SwitchesAnswer } from '../../../src/admin/contract/switches.ts'

export type Switch = SwitchesAnswer['switches'][number]

/** A time in which one place served. Instants in epoch milliseconds. */
export interface Stretch {
  readonly from: number
  readonly to: number
  /** `known: false`: before the oldest switch there is on record. `place` null: nobody served. */
  readonly served: { readonly known: boolean; readonly place: Switch['to'] }
}

/** A time to fill, and who serves at its end as the proxy says: all there is to know where no switch is on record. */
export interface Span {
  readonly since: number
  readonly now: number
  readonly serving: { readonly place: Switch['to']; readonly since: number } | null
}

/** `switches` newest first, as the proxy tells them. Together the stretches fill the time. */
export function stretchesOf(switches: readonly Switch[], { now, serving, since }: Span): readonly Stretch[] {
  if (switches.length === 0 && serving !== null) {
    const begun = Math.min(now, Math.max(serving.since, since))
    const known = { from: begun, to: now, served: { known: true, place: serving.place } }
    if (begun === since) return [known]
    return [{ from: since, to: begun, served: { known: false, place: null } }, known]
  }
  const oldest = switches.at(-1)
  const found: Stretch[] = []
  let to = now
  for (const { at, to: place } of switches) {
    if (at < to) found.push({ from: Math.max(at, since), to, served: { known: true, place } })
    to = Math.min(to, at)
    if (to <= since) break
  }
  if (to > since) {
    const place = oldest?.from ?? null
    found.push({ from: since, to, served: { known: oldest !== undefined, place } })
  }
  return found.reverse()
}

/** How often each was seen, in the order in which they were seen first. */
export function counted(texts: readonly string[]): readonly (readonly [text: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts]
}
