/** From what a person types to the profile or the endpoint that they mean. */
import { profileNamed } from '../core/config/changes.ts'
import type { Document, EndpointEntry, Profile } from '../core/config/document.ts'
import { refusalError } from './refusal.ts'
import type { Say } from './texts.ts'

/** The profile of that name. Throws `no-such-thing`, with the nearest one. */
export function profileOf(document: Document, name: string, say: Say): Profile {
  const profile = profileNamed(document, name)
  if (profile === null) throw refusalError({ why: 'no-profile', name }, document, say)
  return profile
}

/**
 * The endpoint of a profile that `what` means: its name, `PROFILE/NAME`, or any
 * beginning of its id that no other of the profile has. A name wins over an id.
 */
export function endpointOf(document: Document, profileName: string, what: string, say: Say): EndpointEntry {
  const { endpoints } = profileOf(document, profileName, say)
  const named = endpoints.find(({ name }) => name === what || `${profileName}/${name}` === what)
  if (named !== undefined) return named
  const [found, ...others] = what === '' ? [] : endpoints.filter(({ id }) => id.startsWith(what))
  if (found === undefined) {
    const name = what.startsWith(`${profileName}/`) ? what : `${profileName}/${what}`
    throw refusalError({ why: 'no-endpoint', name }, document, say)
  }
  if (others.length === 0 || found.id === what) return found
  const choices = [found, ...others].map(({ id, name }) => `${profileName}/${name} (${id})`)
  throw refusalError({ why: 'ambiguous', name: what, choices }, document, say)
}
