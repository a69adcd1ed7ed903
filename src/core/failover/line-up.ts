/**
 * Who may serve whom, worked out once for each configuration: the seats of
 * every fence, in the order in which they are asked.
 */
import {
  TIERS,
  type Endpoint,
  type EndpointId,
  type PlaceName,
  type RoutedProfile,
  type RoutingTable,
} from '../model.ts'

/** One endpoint in its place. Profiles of one tier are asked in order, endpoints of one profile share its sessions. */
export interface Seat {
  readonly endpoint: Endpoint
  /** Where its load and its evidence are kept. */
  readonly entry: number
  readonly source: number
  /** Of its place among those of the root URL: 0 is asked first. Behind all of them where that does not reach it. */
  readonly tier: number
  readonly profile: number
}

/** A person's word that one profile is to serve the root URL before all others. */
export interface Hand {
  readonly profile: string
  /** Nobody else serves it. */
  readonly only: boolean
  readonly since: number
  readonly reason: string | null
}

/** What is left or comes back as a whole. */
export interface Place {
  readonly place: PlaceName
  /** In the order in which they are asked. */
  readonly profiles: readonly string[]
}

interface Seated extends Place {
  readonly seats: readonly Seat[]
}

export interface LineUp {
  readonly table: RoutingTable
  readonly hand: Hand | null
  /** Every endpoint, in the order of the configuration. */
  readonly seats: readonly Seat[]
  /** One endpoint of each target that something is known of. */
  readonly sources: readonly Endpoint[]
  readonly seatOf: ReadonlyMap<EndpointId, Seat>
  readonly sourceOf: ReadonlyMap<EndpointId, number>
  /** What serves the root URL, in order: a person's choice, then the tiers, or else the default profile. */
  readonly places: readonly Seated[]
  /** All seats of those. */
  readonly active: readonly Seat[]
  readonly byProfile: ReadonlyMap<string, readonly Seat[]>
}

/** The seats of a configuration, and of a person's choice of a profile: one that is not there is none. */
export function lineUp(table: RoutingTable, chosen: Hand | null = null): LineUp {
  const hand = table.profiles.some(({ name }) => name === chosen?.profile) ? chosen : null
  const plan = planOf(table, hand)
  const tierOf = new Map(plan.flatMap(({ profiles }, tier) => profiles.map((name) => [name, tier] as const)))
  const sourceOf = new Map<EndpointId, number>()
  const sources: Endpoint[] = []
  const seats: Seat[] = []
  const byProfile = new Map<string, readonly Seat[]>()
  for (const [profile, { endpoints, name }] of table.profiles.entries()) {
    const tier = tierOf.get(name) ?? plan.length
    const own = endpoints.map((endpoint, index): Seat => {
      const source = sourceOf.get(endpoint.sourceId) ?? sources.push(endpoint) - 1
      sourceOf.set(endpoint.sourceId, source)
      return { endpoint, entry: seats.length + index, source, tier, profile }
    })
    seats.push(...own)
    byProfile.set(name, own)
  }
  const seatOf = new Map(seats.map((seat) => [seat.endpoint.id, seat]))
  const places = plan.map((place) => ({
    ...place,
    seats: place.profiles.flatMap((name) => byProfile.get(name) ?? []),
  }))
  const active = places.flatMap((place) => place.seats)
  return { table, hand, seats, sources, seatOf, sourceOf, places, active, byProfile }
}

/** The seats inside a fence; without one, those that serve the root URL. An unknown fence has none. */
export const seatsWithin = (line: LineUp, fence: string | null): readonly Seat[] =>
  fence === null ? line.active : (line.byProfile.get(fence) ?? [])

/**
 * The seats that may serve a request. Only one endpoint has what the request
 * names: `holder`, by the id of its target. From the root URL it is found in
 * any profile, since which of them are active may have changed after it gave
 * the id, unless a person said that only one may serve. One that is not there
 * any more, or outside the fence, is nobody's.
 */
export function seatsFor(
  line: LineUp,
  { fence, holder }: { readonly fence: string | null; readonly holder: EndpointId | null },
): readonly Seat[] {
  const inside = seatsWithin(line, fence)
  if (holder === null) return inside
  const all = fence === null && line.hand?.only !== true ? [...inside, ...line.seats] : inside
  const itsOwn = all.filter(({ endpoint }) => endpoint.sourceId === holder)
  const one = itsOwn.find(({ endpoint }) => endpoint.enabled) ?? itsOwn[0]
  return one === undefined ? inside : [one]
}

/** The endpoints inside a fence that are switched on, in the order in which they are asked. */
export const endpointsWithin = (table: RoutingTable, fence: string | null): readonly Endpoint[] =>
  seatsWithin(lineUp(table), fence).flatMap(({ endpoint }) => (endpoint.enabled ? [endpoint] : []))

function planOf(table: RoutingTable, hand: Hand | null): readonly Place[] {
  if (hand === null) return placesOf(table)
  const first: Place = { place: 'hand', profiles: [hand.profile] }
  if (hand.only) return [first]
  const others = placesOf(table).map(({ place, profiles }): Place => {
    return { place, profiles: profiles.filter((name) => name !== hand.profile) }
  })
  return [first, ...others.filter(({ profiles }) => profiles.length > 0)]
}

function placesOf({ defaultProfile, profiles }: RoutingTable): readonly Place[] {
  const tiers = TIERS.flatMap((place): readonly Place[] => {
    const names = namesOf(profiles.filter(({ tier }) => tier === place))
    return names.length === 0 ? [] : [{ place, profiles: names }]
  })
  if (tiers.length > 0) return tiers
  const usual = profiles.find(({ name }) => name === defaultProfile) ?? profiles[0]
  return usual === undefined ? [] : [{ place: 'default', profiles: [usual.name] }]
}

const namesOf = (profiles: readonly RoutedProfile[]): readonly string[] => profiles.map(({ name }) => name)
