/** What `run` and `use` lead Claude Code to. */
import type { DirectTarget } from '../claude/target.ts'
import { activeProfiles, sourceOf, type Document, type Profile } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import { ensureProxy } from './ensure-proxy.ts'
import { profileOf } from './names.ts'
import type { Say } from './texts.ts'

/** Given where the proxy takes any credential: Claude Code starts with nothing less. */
export const ANY_TOKEN = 'proxy-managed'

/** The profile of that name, or the active set. Throws where nobody could serve: each request would only be refused. */
export function servingProfiles(
  document: Document,
  profileName: string | undefined,
  say: Say,
): readonly Profile[] {
  const profiles =
    profileName === undefined ? activeProfiles(document) : [profileOf(document, profileName, say)]
  if (profiles.some(({ endpoints }) => endpoints.some(({ enabled }) => enabled))) return profiles
  const [profile] = profiles
  if (profile === undefined) throw new AppError('failed', say('run.no-profile'))
  const { endpoints, name } = profile
  throw new AppError(
    'failed',
    say(endpoints.length === 0 ? 'run.no-endpoint' : 'run.all-disabled', { profile: name }),
  )
}

/** A running proxy, and what a client of it is to be told. */
export interface ServingProxy {
  /** With the path of the profile, if it is limited to one. */
  readonly baseUrl: string
  readonly url: string
  readonly token: string
  /** The only profile that it serves; null when it serves all. */
  readonly only: string | null
}

/** Finds the proxy, or starts it and says so. Throws where it does not serve that profile. */
export async function servingProxy(context: Context, profileName: string | undefined): Promise<ServingProxy> {
  const { output, say } = context
  const { clientToken, only, startedPid, url } = await ensureProxy(context)
  if (only !== null && profileName !== undefined && only !== profileName) {
    throw new AppError('conflict', say('run.proxy-only', { only, url, profile: profileName }))
  }
  if (startedPid !== null) output.note(say('run.proxy-started', { pid: startedPid }))
  return { baseUrl: baseUrlFor(url, profileName), url, token: clientToken ?? ANY_TOKEN, only }
}

export const baseUrlFor = (url: string, profileName: string | undefined): string =>
  profileName === undefined ? url : `${url}/p/${profileName}`

/** An endpoint that is asked without the proxy. */
export interface DirectEndpoint extends Omit<DirectTarget, 'kind'> {
  /** `PROFILE/NAME`. */
  readonly name: string
}

/** The first endpoint that is enabled, with its key. Says what the proxy would have done for it. */
export async function directEndpoint(
  context: Context,
  document: Document,
  profiles: readonly Profile[],
  direct: 'run.direct' | 'use.direct',
): Promise<DirectEndpoint> {
  const { output, say } = context
  const [first] = profiles.flatMap((profile) =>
    profile.endpoints.flatMap((entry) => {
      const source = entry.enabled ? sourceOf(document, entry) : null
      return source === null ? [] : [{ name: `${profile.name}/${entry.name}`, source }]
    }),
  )
  if (first === undefined) throw new AppError('failed', say('run.no-profile'))
  const { name, source } = first
  const { attribution = true, deniedBetas = [], models = {} } = source
  const { auth, baseUrl, credential, outboundProxy } = source
  const key = await (await context.keys()).resolve(credential)
  if (key === null) throw new AppError('failed', say('run.no-key', { endpoint: name, reference: credential }))
  output.note(say(direct, { endpoint: name, url: baseUrl }))
  if (outboundProxy !== undefined) output.note(say('run.direct-proxy', { proxy: outboundProxy }))
  if (auth !== 'bearer' && (await context.ask()) !== null) output.note(say('run.direct-question'))
  return { name, baseUrl, auth, key, models, attribution, deniesBetas: deniedBetas.length > 0 }
}
