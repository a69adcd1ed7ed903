/**
 * Who may serve whom, worked out once for each configuration: the seats of
 * every fence, in the order in which they are asked.
 */
import { TIERS, type Endpoint, type EndpointId, type RoutedProfile, type RoutingTable } from '../model.ts'

/** One endpoint in its place. Profiles of one tier are asked in order, endpoints of one profile share its sessions. */
export interface Seat {
  readonly endpoint: Endpoint
  /** Where its load and its evidence are kept. */
  readonly entry: number
  readonly source: number
  /** 0 is asked first. */
  readonly tier: number
  readonly profile: number
}

export interface LineUp {
  readonly table: RoutingTable
  /** Every endpoint, in the order of the configuration. */
  readonly seats: readonly Seat[]
  /** One endpoint of each target that something is known of. */
  readonly sources: readonly Endpoint[]
  readonly seatOf: ReadonlyMap<EndpointId, Seat>
  readonly sourceOf: ReadonlyMap<EndpointId, number>
  /** The profiles that serve the root URL: those with a tier, or the default one. */
  readonly active: readonly Seat[]
  readonly byProfile: ReadonlyMap<string, readonly Seat[]>
}

export function lineUp(table: RoutingTable): LineUp {
  const sourceOf = new Map<EndpointId, number>()
  const sources: Endpoint[] = []
  const seats: Seat[] = []
  const byProfile = new Map<string, readonly Seat[]>()
  for (const [profile, { endpoints, name, tier }] of table.profiles.entries()) {
    const own = endpoints.map((endpoint, index): Seat => {
      const source = sourceOf.get(endpoint.sourceId) ?? sources.push(endpoint) - 1
      sourceOf.set(endpoint.sourceId, source)
      return { endpoint, entry: seats.length + index, source, tier: tierIndex(tier), profile }
    })
    seats.push(...own)
    byProfile.set(name, own)
  }
  const seatOf = new Map(seats.map((seat) => [seat.endpoint.id, seat]))
  const active = activeProfiles(table).flatMap(({ name }) => byProfile.get(name) ?? [])
  return { table, seats, sources, seatOf, sourceOf, active, byProfile }
}

/** The seats inside a fence; without one, those that serve the root URL. An unknown fence has none. */
export const seatsWithin = (line: LineUp, fence: string | null): readonly Seat[] =>
  fence === null ? line.active : (line.byProfile.get(fence) ?? [])

/**
 * The seats that may serve a request. Only one endpoint has what the request
 * names: `holder`, by the id of its target. From the root URL it is found in
 * any profile, since which of them are active may have changed after it gave
 * the id. One that is not there any more, or outside the fence, is nobody's.
 */
export function seatsFor(
  line: LineUp,
  { fence, holder }: { readonly fence: string | null; readonly holder: EndpointId | null },
): readonly Seat[] {
  const inside = seatsWithin(line, fence)
  if (holder === null) return inside
  const all = fence === null ? [...inside, ...line.seats] : inside
  const itsOwn = all.filter(({ endpoint }) => endpoint.sourceId === holder)
  const one = itsOwn.find(({ endpoint }) => endpoint.enabled) ?? itsOwn[0]
  return one === undefined ? inside : [one]
}

/** The endpoints inside a fence that are switched on, in the order in which they are asked. */
export const endpointsWithin = (table: RoutingTable, fence: string | null): readonly Endpoint[] =>
  seatsWithin(lineUp(table), fence).flatMap(({ endpoint }) => (endpoint.enabled ? [endpoint] : []))

function activeProfiles({ defaultProfile, profiles }: RoutingTable): readonly RoutedProfile[] {
  const tiered = TIERS.flatMap((tier) => profiles.filter((profile) => profile.tier === tier))
  if (tiered.length > 0) return tiered
  const named = profiles.find(({ name }) => name === defaultProfile) ?? profiles[0]
  return named === undefined ? [] : [named]
}

const tierIndex = (tier: RoutedProfile['tier']): number => (tier === null ? 0 : TIERS.indexOf(tier))
