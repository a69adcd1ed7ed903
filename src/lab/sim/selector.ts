/** Names endpoints by where they stand: `all`, `tier 1`, `tier last endpoint 2`, or a pattern such as `work/*`. */
import { lineUp } from '../../core/failover/line-up.ts'
import type { EndpointId, RoutingTable } from '../../core/model.ts'

/** A position counts from 1; `last` is the last one that there is. */
type Position = number | 'last'

export type Selector =
  | { readonly kind: 'all' }
  /** `endpoint` null: all of the tier. */
  | { readonly kind: 'tier'; readonly tier: Position; readonly endpoint: Position | null }
  | { readonly kind: 'pattern'; readonly pattern: string }

export const ALL: Selector = { kind: 'all' }

/** Null when the text is none. */
export function selectorOf(text: string): Selector | null {
  const trimmed = text.trim()
  if (trimmed === 'all') return ALL
  const [, tier, endpoint] = /^tier (\d+|last)(?: endpoint (\d+|last))?$/.exec(trimmed) ?? []
  if (tier !== undefined) {
    return {
      kind: 'tier',
      tier: position(tier),
      endpoint: endpoint === undefined ? null : position(endpoint),
    }
  }
  return /^[\w.*-]+\/[\w.*-]+$/.test(trimmed) ? { kind: 'pattern', pattern: trimmed } : null
}

const position = (text: string): Position => (text === 'last' ? 'last' : Number(text))

/**
 * The targets that a selector names. Tiers are those that have somebody, in
 * the order in which they are asked; an only one is the first and the last.
 */
export function selected(table: RoutingTable, selector: Selector): ReadonlySet<EndpointId> {
  const { active, seats } = lineUp(table)
  const idsOf = (some: readonly (typeof seats)[number][]) =>
    new Set(some.map(({ endpoint }) => endpoint.sourceId))
  switch (selector.kind) {
    case 'all':
      return idsOf(seats)
    case 'pattern': {
      const parts = selector.pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'))
      const whole = new RegExp(`^${parts.join('[^/]*')}$`)
      return idsOf(seats.filter(({ endpoint }) => whole.test(endpoint.name)))
    }
    case 'tier': {
      const tiers = [...new Set(active.map(({ tier }) => tier))]
      const tier = at(tiers, selector.tier)
      const inside = active.filter((seat) => seat.tier === tier)
      if (selector.endpoint === null) return idsOf(inside)
      const one = at(inside, selector.endpoint)
      return idsOf(one === undefined ? [] : [one])
    }
  }
}

const at = <T>(list: readonly T[], wanted: Position): T | undefined =>
  wanted === 'last' ? list.at(-1) : list[wanted - 1]
