/** Profiles and endpoints as commands show them: what is configured, and what of it follows. */
import {
  activeProfile,
  isReused,
  sourceOf,
  type Document,
  type EndpointEntry,
  type Profile,
} from '../core/config/document.ts'
import type { LiveProxy } from './live.ts'
import type { EndpointShape } from './shapes/endpoint.ts'
import type { ProfileShape } from './shapes/profile.ts'

/** Requests in flight by the endpoint's id, as a running proxy tells them; null when none runs. */
export type InFlight = ReadonlyMap<string, number> | null

/** By the endpoint's id. */
export const inFlightOf = (live: LiveProxy | null): InFlight =>
  live === null ? null : new Map(live.status.endpoints.map(({ id, inFlight }) => [id, inFlight]))

/** A profile whole, with what its endpoints come to. */
export function profileView(document: Document, profile: Profile, inFlight: InFlight = null): ProfileShape {
  return {
    name: profile.name,
    description: profile.description ?? null,
    isDefault: activeProfile(document) === profile,
    endpoints: endpointViews(document, profile, inFlight),
  }
}

/** In their order; one whose target is nowhere is left out. */
export function endpointViews(
  document: Document,
  profile: Profile,
  inFlight: InFlight = null,
): EndpointShape[] {
  const shares = sharesOf(profile.endpoints)
  return profile.endpoints.flatMap((entry) => {
    const source = sourceOf(document, entry)
    if (source === null) return []
    const { auth, baseUrl, credential, models = {}, outboundProxy = null, timeouts = {} } = source
    const { enabled, id, weight } = entry
    return {
      ...{ id, name: `${profile.name}/${entry.name}`, enabled, weight },
      sharePercent: shares.get(id) ?? null,
      inFlight: inFlight?.get(id) ?? null,
      reusedFrom: isReused(entry) ? entry.from : null,
      ...{ baseUrl, auth, credential, models, timeouts, outboundProxy },
    }
  })
}

/** Of the profile's new sessions, in percent, by the weights of the enabled; when all are 0 the first gets them. */
function sharesOf(endpoints: readonly EndpointEntry[]): ReadonlyMap<string, number> {
  const enabled = endpoints.filter((entry) => entry.enabled)
  const sum = enabled.reduce((total, { weight }) => total + weight, 0)
  return new Map(
    enabled.map(({ id, weight }, index) => {
      const share = sum === 0 ? Number(index === 0) : weight / sum
      return [id, Math.round(share * 1_000) / 10]
    }),
  )
}
