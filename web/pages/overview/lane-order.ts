/** Which lanes there are, and what is in them. */
import type { EndpointStatus, PlaceStatus, ProxyStatus } from '../../../src/admin/contract.ts'
import type { PlaceName } from '../../../src/core/model.ts'

export interface Lane {
  readonly name: PlaceName
  /** How it stands; null for a tier without a profile. */
  readonly place: PlaceStatus | null
  readonly profiles: readonly LaneProfile[]
}

export interface LaneProfile {
  readonly name: string
  readonly endpoints: readonly EndpointStatus[]
}

const TIERS = ['primary', 'secondary', 'fallback'] as const

/**
 * The lanes in the order in which they are asked. Where tiers are used, all
 * three are shown, so that it is seen which one is missing. What a person put
 * first stands in the lane of that word, and in its tier no more.
 */
export function lanesOf({ endpoints, tiers }: Pick<ProxyStatus, 'endpoints' | 'tiers'>): readonly Lane[] {
  const lanes = tiers.places.map((place) => ({
    name: place.place,
    place,
    profiles: place.profiles.map((name) => ({ name, endpoints: endpointsOf(name, endpoints) })),
  }))
  if (lanes.some(({ name }) => name === 'default')) return lanes
  const hand = lanes.filter(({ name }) => name === 'hand')
  const tiered = TIERS.map(
    (tier) => lanes.find(({ name }) => name === tier) ?? { name: tier, place: null, profiles: [] },
  )
  return [...hand, ...tiered]
}

/** Profiles that the root URL does not serve, only a URL of their own or a token bound to them. */
export function outsideOf({
  endpoints,
  tiers,
}: Pick<ProxyStatus, 'endpoints' | 'tiers'>): readonly LaneProfile[] {
  const inside = new Set(tiers.places.flatMap(({ profiles }) => profiles))
  const names = [...new Set(endpoints.map(({ name }) => profileOf(name)))]
  return names
    .filter((name) => !inside.has(name))
    .map((name) => ({ name, endpoints: endpointsOf(name, endpoints) }))
}

/** Of `PROFILE/NAME`. */
export const profileOf = (name: string): string => name.slice(0, name.indexOf('/'))

const endpointsOf = (profile: string, endpoints: readonly EndpointStatus[]): readonly EndpointStatus[] =>
  endpoints.filter(({ name }) => profileOf(name) === profile)
