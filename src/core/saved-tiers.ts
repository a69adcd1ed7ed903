/** How places stand, as it is saved; what is read back is believed as little as anything else that was saved. */
import type { Hand } from './failover/line-up.ts'
import type { Check, TierRecord, TierStanding } from './failover/tier.ts'
import { onHand, type RouterState } from './router.ts'
import { isNumber, isPast, isRecord, isWhole, type Saved } from './saved-value.ts'

export interface SavedTiers {
  readonly hand: Hand | null
  readonly places: readonly (TierRecord & { readonly place: string })[]
}

export const savedTiers = ({ line, tiers }: RouterState): SavedTiers => ({
  hand: line.hand,
  places: line.places.flatMap(({ place }, index) => {
    const record = tiers[index]
    return record === undefined ? [] : [{ place, ...record }]
  }),
})

/** The state with what was saved of its places: as long as nothing there is new. */
export function withSavedTiers(state: RouterState, json: unknown, now: number): RouterState {
  if (!isRecord(json) || !Array.isArray(json['places'])) return state
  const hand = handOf(json['hand'], now)
  const chosen = hand === null ? state : onHand(state, hand, now)
  const known = json['places'].filter(isRecord)
  const tiers = chosen.tiers.map((fresh, index) => {
    const place = chosen.line.places[index]?.place
    const found = known.find((one) => one['place'] === place)
    return found === undefined ? fresh : recordOf(found, fresh, now)
  })
  return { ...chosen, tiers }
}

const MOST_FLAPS = 16
const MOST_CHECKS = 100
/** The longest limit that is believed, see `bench.ts`. */
const LONGEST_MS = 8 * 86_400_000

function handOf(json: unknown, now: number): Hand | null {
  if (!isRecord(json)) return null
  const { only, profile, reason, since } = json
  const isWord = reason === null || typeof reason === 'string'
  if (typeof profile !== 'string' || typeof only !== 'boolean' || !isWord || !isPast(since, now)) return null
  return { profile, only, since, reason }
}

function recordOf(json: Saved, fresh: TierRecord, now: number): TierRecord {
  const { flaps, leftAt, standing, targets } = json
  const isSame = Array.isArray(targets) && fresh.targets.every((one) => targets.includes(one))
  const isCounted = isWhole(flaps, 0, MOST_FLAPS) && (leftAt === null || isPast(leftAt, now))
  const found = isRecord(standing) ? standingOf(standing, now) : null
  if (!isSame || !isCounted || found === null) return fresh
  return { standing: found, flaps, leftAt, targets: fresh.targets }
}

/** Nothing is out on a new process: no request holds a permit, and a probe is due at once. */
function standingOf(json: Saved, now: number): TierStanding | null {
  const { kind, since, until } = json
  if (!isPast(since, now)) return null
  const checks = Array.isArray(json['checks']) ? json['checks'].flatMap((one) => checkOf(one, now) ?? []) : []
  switch (kind) {
    case 'serving':
      return { kind, since, checks: checks.slice(0, MOST_CHECKS), missed: null }
    case 'cooling':
      return isNumber(until) && until <= now + LONGEST_MS ? { kind, since, until } : null
    case 'recovering':
      return { kind, since, checks: checks.slice(0, MOST_CHECKS), permits: 0, probeAt: now }
    default:
      return null
  }
}

function checkOf(json: unknown, now: number): Check | null {
  if (!isRecord(json)) return null
  const { at, by, endpoint } = json
  const isKnown = by === 'request' || by === 'probe'
  return isKnown && typeof endpoint === 'string' && isPast(at, now) ? { endpoint, by, at } : null
}
