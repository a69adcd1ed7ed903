/** A change of what the root URL asks first, with what brought it about, for whoever tells people. */
import type { BenchReason } from '../health/bench.ts'
import type { RouterState } from '../router.ts'
import { activeIndex } from './leaving.ts'
import type { Place } from './line-up.ts'
import { outageOf, type Outage } from './outage.ts'
import type { Check } from './tier.ts'

export type SwitchCause = 'failover' | 'recovery' | 'manual' | 'config'

export type SwitchEvidence =
  /** What keeps one endpoint of a place that is passed over from everybody. */
  | {
      readonly kind: 'out'
      /** Its name. */
      readonly endpoint: string
      readonly no: Outage['no']
      readonly benchReason: BenchReason | null
      /** Null when that is not known. */
      readonly since: number | null
      readonly until: number | null
    }
  /** What spoke for the place that came back. */
  | ({ readonly kind: 'passed' } & Check)

export interface Switch {
  readonly at: number
  /** Null when there was none. */
  readonly from: Place | null
  readonly to: Place | null
  readonly cause: SwitchCause
  /** A person's own word. */
  readonly reason: string | null
  readonly evidence: readonly SwitchEvidence[]
}

/** The place that is asked first, as far as it serves; null when nothing serves the root URL. */
function activePlace({ line, tiers }: RouterState): Place | null {
  const found = line.places[activeIndex(tiers)]
  return found === undefined ? null : { place: found.place, profiles: found.profiles }
}

/** Null when the same place is active. A person's word is a switch in any case, and so is its end. */
export function switchBetween(
  before: RouterState,
  after: RouterState,
  cause: SwitchCause,
  now: number,
): Switch | null {
  if (before.tiers === after.tiers && before.line === after.line) return null
  const [from, to] = [activePlace(before), activePlace(after)]
  const isSpoken = before.line.hand !== after.line.hand
  if (!isSpoken && isSamePlace(from, to)) return null
  const reason = cause === 'manual' ? (after.line.hand?.reason ?? null) : null
  return { at: now, from, to, cause, reason, evidence: evidenceFor(cause, after, from, now) }
}

export const isSamePlace = (one: Place | null, other: Place | null): boolean =>
  one?.place === other?.place && one?.profiles[0] === other?.profiles[0]

function evidenceFor(
  cause: SwitchCause,
  { evidence, line, tiers }: RouterState,
  from: Place | null,
  now: number,
): readonly SwitchEvidence[] {
  if (cause === 'recovery') {
    const standing = tiers[activeIndex(tiers)]?.standing
    const checks = standing?.kind === 'serving' ? standing.checks : []
    return checks.map((check) => ({ kind: 'passed', ...check }))
  }
  if (cause !== 'failover') return []
  const left = line.places.findIndex(({ place }) => place === from?.place)
  // Those between were found lost at the same time, or before.
  const seats = line.places.slice(Math.max(0, left), activeIndex(tiers)).flatMap((one) => one.seats)
  return seats.flatMap(({ endpoint, source }): readonly SwitchEvidence[] => {
    const outage = outageOf(endpoint, evidence[source], now)
    if (outage === null) return []
    const { benchReason, no, since, until } = outage
    return [{ kind: 'out', endpoint: endpoint.name, no, benchReason, since, until }]
  })
}
