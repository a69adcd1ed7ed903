import type { PlaceStatus, TiersStatus } from '../admin/contract.ts'
import type { Switch } from '../core/failover/switch.ts'
import type { TierStanding } from '../core/failover/tier.ts'
import type { Policy } from '../core/model.ts'
import type { TiersNow } from '../engine/standings.ts'

/** How the places of the root URL stand, as the control API tells it; `startedAt` is when the proxy began. */
export function tiersStatus(
  { active, hand, places }: TiersNow,
  { autoFailover, autoRecovery }: Pick<Policy, 'autoFailover' | 'autoRecovery'>,
  known: { readonly lastSwitch: Switch | null; readonly startedAt: number },
): TiersStatus {
  const { lastSwitch, startedAt } = known
  const activeSince = lastSwitch !== null && lastSwitch.to?.place === active ? lastSwitch.at : startedAt
  return {
    active,
    activeSince,
    autoFailover,
    autoRecovery,
    hand,
    places: places.map(placeStatus),
    lastSwitch,
  }
}

function placeStatus({ isActive, place, profiles, standing }: TiersNow['places'][number]): PlaceStatus {
  const { kind: state, since } = standing
  return { place, profiles, isActive, state, since, ...detailsOf(standing) }
}

function detailsOf(standing: TierStanding): Pick<PlaceStatus, 'until' | 'checks'> {
  if (standing.kind === 'cooling') return { until: standing.until, checks: 0 }
  return { until: null, checks: standing.kind === 'recovering' ? standing.checks.length : 0 }
}
