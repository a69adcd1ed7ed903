import type { Document, EndpointEntry, Profile } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import { endpointOf } from './names.ts'
import { refusalError } from './refusal.ts'
import type { Say } from './texts.ts'

export interface NamedEntry {
  readonly profile: Profile
  readonly entry: EndpointEntry
}

/**
 * The endpoints that `what` means: all of a profile, `PROFILE/NAME`, a name or
 * the beginning of an id that no other has; all that there are when it is left
 * out. Throws `no-such-thing` where that is none, with the nearest name.
 */
export function endpointsNamed(
  document: Document,
  what: string | undefined,
  say: Say,
): readonly NamedEntry[] {
  const all = document.profiles.flatMap((profile) => profile.endpoints.map((entry) => ({ profile, entry })))
  if (what === undefined) {
    if (all.length === 0) throw new AppError('no-such-thing', say('endpoint.none'))
    return all
  }
  const ofProfile = all.filter(({ profile }) => profile.name === what)
  if (ofProfile.length > 0) return ofProfile
  const [profileName = '', name = what] = what.split('/')
  const profile = document.profiles.find((one) => one.name === profileName)
  if (profile !== undefined) return [{ profile, entry: endpointOf(document, profileName, name, say) }]
  const named = all.filter(({ entry }) => entry.name === what)
  const found = named.length > 0 ? named : all.filter(({ entry }) => what !== '' && entry.id.startsWith(what))
  if (found.length === 1) return found
  if (found.length === 0) throw refusalError({ why: 'no-endpoint', name: what }, document, say)
  const choices = found.map(({ entry, profile: of }) => `${of.name}/${entry.name} (${entry.id})`)
  throw refusalError({ why: 'ambiguous', name: what, choices }, document, say)
}
