/** Moving profiles between tiers and in them, and endpoints between profiles and in them. */
import type { Change } from '../../../src/core/config/changes.ts'
import {
  entryNamed,
  isReused,
  tierOf,
  type Document,
  type EndpointEntry,
} from '../../../src/core/config/document.ts'
import { tiersOf } from '../../../src/core/config/tiers.ts'
import type { Tier } from '../../../src/core/model.ts'

/** Where a profile is: a tier, or in none. */
export type LaneName = Tier | 'none'
export const LANES = ['primary', 'secondary', 'fallback', 'none'] as const satisfies readonly LaneName[]

/** Names of the profiles of a lane, in order. */
export const namesIn = (document: Document, lane: LaneName): readonly string[] =>
  lane === 'none'
    ? document.profiles.map(({ name }) => name).filter((name) => tierOf(document, name) === null)
    : (document.tiers?.[lane] ?? [])

/** Puts a profile at a place of a lane, counted without the profile itself. Without a tier there is no order. */
export const placeProfile =
  (name: string, lane: LaneName, index: number): Change =>
  (document) => {
    if (!document.profiles.some((profile) => profile.name === name))
      return { kind: 'refused', refusal: { why: 'no-profile', name } }
    const others = tiersOf(document.tiers, (one) => (one === name ? null : one))
    if (lane === 'none') return { kind: 'changed', document: { ...document, tiers: others } }
    const inLane = [...(others?.[lane] ?? [])]
    inLane.splice(index, 0, name)
    const tiers = tiersOf({ ...others, [lane]: inLane }, (one) => one)
    return { kind: 'changed', document: { ...document, tiers } }
  }

/** One place up or down, and beyond the end of a lane into the next one. Null where there is nowhere to go. */
export function stepOfProfile(document: Document, name: string, by: 1 | -1): Change | null {
  const lane = tierOf(document, name) ?? 'none'
  const names = namesIn(document, lane)
  const at = names.indexOf(name)
  const isWithin = lane !== 'none' && at + by >= 0 && at + by < names.length
  if (isWithin) return placeProfile(name, lane, at + by)
  const next = LANES[LANES.indexOf(lane) + by]
  if (next === undefined) return null
  return placeProfile(name, next, by > 0 ? 0 : namesIn(document, next).length)
}

/** Puts an endpoint at a place of a profile, counted without the endpoint itself. What reuses it follows. */
export const placeEndpoint =
  (id: string, profileName: string, index: number): Change =>
  (document) => {
    const from = document.profiles.find(({ endpoints }) => endpoints.some((one) => one.id === id))
    const entry = from?.endpoints.find((one) => one.id === id)
    if (from === undefined || entry === undefined)
      return { kind: 'refused', refusal: { why: 'no-endpoint', name: id } }
    const [oldName, newName] = [`${from.name}/${entry.name}`, `${profileName}/${entry.name}`]
    if (from.name !== profileName) {
      if (entryNamed(document, newName) !== null)
        return { kind: 'refused', refusal: { why: 'name-taken', name: newName } }
      if (wouldCircle(document, entry, oldName, profileName))
        return { kind: 'refused', refusal: { why: 'circle', name: newName } }
    }
    const followed = (one: EndpointEntry): EndpointEntry =>
      isReused(one) && one.from === oldName ? { ...one, from: newName } : one
    const profiles = document.profiles.map((profile) => {
      const endpoints = profile.endpoints.filter((one) => one.id !== id).map(followed)
      if (profile.name === profileName) endpoints.splice(index, 0, entry)
      return { ...profile, endpoints }
    })
    return { kind: 'changed', document: { ...document, profiles } }
  }

/** A profile does not reuse an endpoint of its own. */
const wouldCircle = (
  { profiles }: Document,
  entry: EndpointEntry,
  oldName: string,
  profileName: string,
): boolean =>
  (isReused(entry) && entry.from.startsWith(`${profileName}/`)) ||
  (profiles.find(({ name }) => name === profileName)?.endpoints ?? []).some(
    (one) => isReused(one) && one.from === oldName,
  )

/** One place up or down, and beyond the end of its profile into the next one on the page. Null where there is nowhere to go. */
export function stepOfEndpoint(document: Document, id: string, by: 1 | -1): Change | null {
  const names = LANES.flatMap((lane) => namesIn(document, lane))
  const endpointsOf = (wanted: string | undefined): readonly EndpointEntry[] =>
    document.profiles.find(({ name }) => name === wanted)?.endpoints ?? []
  for (const [place, name] of names.entries()) {
    const endpoints = endpointsOf(name)
    const at = endpoints.findIndex((one) => one.id === id)
    if (at === -1) continue
    const isWithin = at + by >= 0 && at + by < endpoints.length
    if (isWithin) return placeEndpoint(id, name, at + by)
    const next = names[place + by]
    return next === undefined ? null : placeEndpoint(id, next, by > 0 ? 0 : endpointsOf(next).length)
  }
  return null
}
