import { activeIndex } from '../failover/leaving.ts'
import { isLasting, outageOf } from '../failover/outage.ts'
import type { RouterState } from '../router.ts'
import type { Out } from './notice.ts'

/**
 * What keeps each endpoint from serving the root URL, when that is so of all of
 * them and no matter of seconds; null when somebody can, and where nobody is
 * meant to.
 */
export function nobodyLeft({ evidence, line, tiers }: RouterState, now: number): readonly Out[] | null {
  const seats = line.table.policy.autoFailover ? line.active : (line.places[activeIndex(tiers)]?.seats ?? [])
  const meant = seats.filter(({ endpoint }) => endpoint.enabled)
  const out = meant.flatMap(({ endpoint, source }): readonly Out[] => {
    const outage = outageOf(endpoint, evidence[source], now)
    if (outage === null || !isLasting(outage, now)) return []
    const { benchReason, no, until } = outage
    // `benched` always has its reason.
    return [{ endpoint: endpoint.name, why: benchReason ?? (no === 'benched' ? 'outage' : no), until }]
  })
  return meant.length > 0 && out.length === meant.length ? out : null
}
