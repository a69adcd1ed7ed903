/** What endpoints said of their limits and keys, remembered apart from the engine, to hold its sends against. */
import type { EndpointId } from '../../core/model.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Slot } from '../../core/router.ts'

interface Limit {
  readonly source: EndpointId
  readonly model: string | null
  readonly until: number
}

const DAY_MS = 86_400_000
/** What is told beyond this is not believed. */
const PLAUSIBLE_MS = 8 * DAY_MS
const DEAD_MS = 1_800_000

export class ToldLimits {
  #limits: readonly Limit[] = []
  /** Keys that were refused without one success before or since, and until when that is believed. */
  readonly #dead = new Map<EndpointId, number>()
  readonly #served = new Set<EndpointId>()

  onOutcome({ model, source }: Slot, outcome: Outcome, now: number): void {
    if (outcome.kind === 'ok') {
      this.#served.add(source)
      this.#dead.delete(source)
    }
    // One that served is believed once more; that is the engine's to count.
    if (outcome.kind === 'credential' && !this.#served.has(source)) this.#dead.set(source, now + DEAD_MS)
    if (outcome.kind !== 'rate-limited' || outcome.told === null || outcome.told.waitMs > PLAUSIBLE_MS) return
    const until = now + outcome.told.waitMs
    const others = this.#limits.filter((one) => one.until > now)
    this.#limits = [...others, { source, model: outcome.ofAccount ? null : model, until }]
  }

  /** A re-check found a limit to be over. */
  onProbePassed(source: EndpointId, model: string | null): void {
    this.#dead.delete(source)
    this.#limits = this.#limits.filter(
      (one) => one.source !== source || (one.model !== null && one.model !== model),
    )
  }

  /** It has another key, or another address. */
  forget(source: EndpointId): void {
    this.#limits = this.#limits.filter((one) => one.source !== source)
    this.#dead.delete(source)
    this.#served.delete(source)
  }

  /** Until when nothing may be sent like this (epoch ms); null when it may. */
  until({ model, source }: Slot, now: number): number | null {
    const ends = this.#limits.flatMap((one) =>
      one.source === source && one.until > now && (one.model === null || one.model === model)
        ? [one.until]
        : [],
    )
    return ends.length === 0 ? null : Math.max(...ends)
  }

  /** Its key was never accepted. */
  isDead(source: EndpointId, now: number): boolean {
    return (this.#dead.get(source) ?? 0) > now
  }

  copy(): ToldLimits {
    const copy = new ToldLimits()
    copy.#limits = this.#limits
    for (const [source, until] of this.#dead) copy.#dead.set(source, until)
    for (const source of this.#served) copy.#served.add(source)
    return copy
  }
}
