/**
 * Every change that a person can make to the document, as a function from one
 * document to the next. A change that cannot be made says why and changes
 * nothing, so that it can be applied again to a newer document.
 */
import {
  entryNamed,
  isReused,
  sourceOf,
  type Document,
  type EndpointEntry,
  type OwnEndpoint,
  type Profile,
  type SettingValue,
} from './document.ts'
import type { Strategy } from '../model.ts'
import { tiersOf } from './tiers.ts'

export type Changed =
  | { readonly kind: 'changed'; readonly document: Document }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Why a change cannot be made. Endpoints are named `PROFILE/NAME`. */
export type Refusal =
  | { readonly why: 'no-profile'; readonly name: string }
  | { readonly why: 'no-endpoint'; readonly name: string }
  | { readonly why: 'name-taken'; readonly name: string }
  /** What others reuse cannot go alone. */
  | { readonly why: 'in-use'; readonly name: string; readonly by: readonly string[] }
  /** Nothing to reuse: the profile has no endpoint of its own. */
  | { readonly why: 'nothing-to-reuse'; readonly name: string }
  /** More than one endpoint could be meant. */
  | { readonly why: 'ambiguous'; readonly name: string; readonly choices: readonly string[] }
  /** An endpoint would reuse itself. */
  | { readonly why: 'circle'; readonly name: string }
  /** The target of a reused endpoint is changed where it is its own. */
  | { readonly why: 'reused-target'; readonly name: string; readonly from: string }

export type Change = (document: Document) => Changed

const changed = (document: Document): Changed => ({ kind: 'changed', document })
const refused = (refusal: Refusal): Changed => ({ kind: 'refused', refusal })

/** The first profile becomes the default one. The ids of its endpoints are new. */
export const addProfile =
  (profile: Profile): Change =>
  (document) => {
    if (profileNamed(document, profile.name) !== null) {
      return refused({ why: 'name-taken', name: profile.name })
    }
    const dangling = profile.endpoints.find((entry) => sourceOf(document, entry) === null)
    if (dangling !== undefined) return refused(unknownSource(dangling))
    const defaultProfile = document.defaultProfile ?? (document.profiles[0] ?? profile).name
    return changed({ ...document, defaultProfile, profiles: [...document.profiles, profile] })
  }

/** An empty description takes it away. */
export const describeProfile =
  (name: string, description: string): Change =>
  (document) =>
    withProfile(document, name, (profile) => ({ ...profile, description: description || undefined }))

/** Null: as the setting says. */
export const setStrategy =
  (name: string, strategy: Strategy | null): Change =>
  (document) =>
    withProfile(document, name, (profile) => ({ ...profile, strategy: strategy ?? undefined }))

/** Its tier, and what reuses one of its endpoints, follow the new name. */
export const renameProfile =
  (from: string, to: string): Change =>
  (document) => {
    if (profileNamed(document, from) === null) return refused({ why: 'no-profile', name: from })
    if (from !== to && profileNamed(document, to) !== null) return refused({ why: 'name-taken', name: to })
    const moved = (fullName: string): string =>
      fullName.startsWith(`${from}/`) ? `${to}${fullName.slice(from.length)}` : fullName
    const profiles = document.profiles.map((profile) => ({
      ...profile,
      name: profile.name === from ? to : profile.name,
      endpoints: profile.endpoints.map((entry) => followed(entry, moved)),
    }))
    const defaultProfile = document.defaultProfile === from ? to : document.defaultProfile
    const tiers = tiersOf(document.tiers, (name) => (name === from ? to : name))
    return changed({ ...document, profiles, defaultProfile, tiers })
  }

/** With `cascade` the endpoints that reuse one of its endpoints go too. */
export const removeProfile =
  (name: string, cascade: boolean): Change =>
  (document) => {
    if (profileNamed(document, name) === null) return refused({ why: 'no-profile', name })
    const others = document.profiles.filter((profile) => profile.name !== name)
    const isOfIt = (entry: EndpointEntry) => isReused(entry) && entry.from.startsWith(`${name}/`)
    const by = fullNamesWhere(others, isOfIt)
    if (by.length > 0 && !cascade) return refused({ why: 'in-use', name, by })
    const profiles = others.map((profile) => withoutEntries(profile, isOfIt))
    const defaultProfile = document.defaultProfile === name ? profiles[0]?.name : document.defaultProfile
    const tiers = tiersOf(document.tiers, (one) => (one === name ? null : one))
    return changed({ ...document, profiles, defaultProfile, tiers })
  }

export const setDefaultProfile =
  (name: string): Change =>
  (document) =>
    profileNamed(document, name) === null
      ? refused({ why: 'no-profile', name })
      : changed({ ...document, defaultProfile: name })

/** Its id is new. What it reuses must be there still, and have a target of its own. */
export const addEndpoint =
  (profileName: string, entry: EndpointEntry): Change =>
  (document) => {
    if (entryNamed(document, `${profileName}/${entry.name}`) !== null) {
      return refused({ why: 'name-taken', name: `${profileName}/${entry.name}` })
    }
    if (sourceOf(document, entry) === null) return refused(unknownSource(entry))
    if (isReused(entry) && entry.from.startsWith(`${profileName}/`)) {
      return refused({ why: 'circle', name: entry.from })
    }
    return withProfile(document, profileName, (profile) => ({
      ...profile,
      endpoints: [...profile.endpoints, entry],
    }))
  }

/** What of an endpoint is its own, also when its target is reused. */
export type OwnPart = Partial<
  Pick<EndpointEntry, 'name' | 'weight' | 'priority' | 'enabled' | 'maxConcurrent'>
>
/** The target: where it is and how it is spoken to. */
export type TargetPart = Partial<Omit<OwnEndpoint, 'id' | keyof OwnPart>>

/** Finds the endpoint by its id, so that it may be renamed. What reuses it follows the new name. */
export const setEndpoint =
  (id: string, own: OwnPart, target: TargetPart = {}): Change =>
  (document) => {
    const place = placeOf(document, id)
    if (place === null) return refused({ why: 'no-endpoint', name: id })
    const { entry, profile } = place
    const fullName = `${profile.name}/${entry.name}`
    if (isReused(entry) && Object.keys(target).length > 0) {
      return refused({ why: 'reused-target', name: fullName, from: entry.from })
    }
    const newName = `${profile.name}/${own.name ?? entry.name}`
    if (newName !== fullName && entryNamed(document, newName) !== null) {
      return refused({ why: 'name-taken', name: newName })
    }
    const next = { ...entry, ...own, ...target } as EndpointEntry
    const profiles = document.profiles.map((one) => ({
      ...one,
      endpoints: one.endpoints.map((candidate) =>
        candidate.id === id
          ? next
          : followed(candidate, (reused) => (reused === fullName ? newName : reused)),
      ),
    }))
    return changed({ ...document, profiles })
  }

export const removeEndpoint =
  (id: string): Change =>
  (document) => {
    const place = placeOf(document, id)
    if (place === null) return refused({ why: 'no-endpoint', name: id })
    const name = `${place.profile.name}/${place.entry.name}`
    const by = fullNamesWhere(document.profiles, (entry) => isReused(entry) && entry.from === name)
    if (by.length > 0) return refused({ why: 'in-use', name, by })
    return withProfile(document, place.profile.name, (profile) =>
      withoutEntries(profile, (entry) => entry.id === id),
    )
  }

export const setSetting =
  (key: string, value: SettingValue): Change =>
  (document) =>
    changed({ ...document, settings: { ...document.settings, [key]: value } })

export const unsetSetting =
  (key: string): Change =>
  (document) => {
    const { [key]: _gone, ...settings } = document.settings
    return changed({ ...document, settings })
  }

/**
 * What `-f WHAT` means for an endpoint of `profileName`: the `PROFILE/NAME` of
 * an endpoint with a target of its own. `what` is a profile with one endpoint,
 * or `PROFILE/NAME`; a reference to a reference leads on to its source.
 */
export function reusable(
  document: Document,
  profileName: string,
  what: string,
):
  | { readonly kind: 'found'; readonly from: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal } {
  const refuse = (refusal: Refusal) => ({ kind: 'refused', refusal }) as const
  const [name = ''] = what.split('/')
  const profile = profileNamed(document, name)
  if (profile === null) return refuse({ why: 'no-profile', name })
  if (name === profileName) return refuse({ why: 'circle', name: what })
  const named = what.includes('/')
    ? profile.endpoints.filter((entry) => `${name}/${entry.name}` === what)
    : profile.endpoints
  const sources = [...new Set(named.flatMap((entry) => sourceName(document, name, entry) ?? []))]
  const [from] = sources
  if (from === undefined) {
    return refuse(what.includes('/') ? { why: 'no-endpoint', name: what } : { why: 'nothing-to-reuse', name })
  }
  if (sources.length > 1) return refuse({ why: 'ambiguous', name, choices: sources })
  if (from.startsWith(`${profileName}/`)) return refuse({ why: 'circle', name: what })
  return { kind: 'found', from }
}

function sourceName(document: Document, profileName: string, entry: EndpointEntry): string | null {
  if (!isReused(entry)) return `${profileName}/${entry.name}`
  return sourceOf(document, entry) === null ? null : entry.from
}

export const profileNamed = (document: Document, name: string): Profile | null =>
  document.profiles.find((profile) => profile.name === name) ?? null

function placeOf(
  document: Document,
  id: string,
): { readonly profile: Profile; readonly entry: EndpointEntry } | null {
  for (const profile of document.profiles) {
    const entry = profile.endpoints.find((one) => one.id === id)
    if (entry !== undefined) return { profile, entry }
  }
  return null
}

function withProfile(document: Document, name: string, next: (profile: Profile) => Profile): Changed {
  if (profileNamed(document, name) === null) return refused({ why: 'no-profile', name })
  const profiles = document.profiles.map((profile) => (profile.name === name ? next(profile) : profile))
  return changed({ ...document, profiles })
}

const unknownSource = (entry: EndpointEntry): Refusal => ({
  why: 'no-endpoint',
  name: isReused(entry) ? entry.from : entry.name,
})

const followed = (entry: EndpointEntry, moved: (fullName: string) => string): EndpointEntry =>
  isReused(entry) ? { ...entry, from: moved(entry.from) } : entry

const withoutEntries = (profile: Profile, gone: (entry: EndpointEntry) => boolean): Profile => ({
  ...profile,
  endpoints: profile.endpoints.filter((entry) => !gone(entry)),
})

const fullNamesWhere = (
  profiles: readonly Profile[],
  holds: (entry: EndpointEntry) => boolean,
): readonly string[] =>
  profiles.flatMap((profile) =>
    profile.endpoints.filter(holds).map((entry) => `${profile.name}/${entry.name}`),
  )
