/** What a command is about. What was not named is asked for at a terminal; elsewhere that is a usage error. */
import type { Document, EndpointEntry, Profile } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import { checkedName, nameFault } from './checked.ts'
import type { Context } from './context.ts'
import { missing } from './missing.ts'
import { endpointOf, profileOf } from './names.ts'

type Asker = Pick<Context, 'ask' | 'say'>

/** An existing profile; `usage` is how the command goes. */
export async function wantedProfile(
  context: Asker,
  document: Document,
  named: string | undefined,
  usage: string,
): Promise<Profile> {
  const { say } = context
  if (named !== undefined) return profileOf(document, named, say)
  const ask = await context.ask()
  if (ask === null) throw missing('PROFILE', usage, say)
  if (document.profiles.length === 0) throw new AppError('no-such-thing', say('profile.none'))
  const choices = document.profiles.map(({ description, name }) => ({
    ...{ value: name, label: name },
    ...(description === undefined ? {} : { hint: description }),
  }))
  return profileOf(document, await ask.choose(say('prompt.which-profile'), choices), say)
}

/** How a person names an endpoint of a profile; both may be missing. */
export interface NamedEndpoint {
  readonly profile: string | undefined
  readonly id: string | undefined
}

/** An existing endpoint, and the profile that it is in. */
export async function wantedEndpoint(
  context: Asker,
  document: Document,
  named: NamedEndpoint,
  usage: string,
): Promise<{ readonly profile: Profile; readonly entry: EndpointEntry }> {
  const { say } = context
  const profile = await wantedProfile(context, document, named.profile, usage)
  if (named.id !== undefined) return { profile, entry: endpointOf(document, profile.name, named.id, say) }
  const ask = await context.ask()
  if (ask === null) throw missing('ID', usage, say)
  if (profile.endpoints.length === 0) throw new AppError('no-such-thing', say('endpoint.none'))
  const choices = profile.endpoints.map(({ id, name }) => ({ value: id, label: name, hint: id }))
  const id = await ask.choose(say('prompt.which-endpoint', { name: profile.name }), choices)
  return { profile, entry: endpointOf(document, profile.name, id, say) }
}

/** A name for something new. */
export async function wantedName(context: Asker, given: string | undefined, usage: string): Promise<string> {
  const { say } = context
  if (given !== undefined) return checkedName(given, say)
  const ask = await context.ask()
  if (ask === null) throw missing('NAME', usage, say)
  return ask.text(say('prompt.name'), { fault: (answer) => nameFault(answer, say) })
}
