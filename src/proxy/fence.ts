import { AppError } from '../errors/app-error.ts'
import type { Client } from '../ports/clients.ts'

/** A request's target, and the one profile that it is limited to; null at the root URL. */
export interface Fenced {
  readonly fence: string | null
  /** Without the prefix that named the profile; with the query. */
  readonly target: string
}

/** `/p/NAME/…` limits a request to the profile NAME: a fence that no failover leaves. */
export function fenceIn(url: string): Fenced {
  const [, name, target = ''] = /^\/p\/([^/?]+)(.*)$/.exec(url) ?? []
  if (name === undefined) return { fence: null, target: url }
  return { fence: decoded(name), target: target.startsWith('/') ? target : `/${target}` }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

interface Allowed {
  /** The only profile that this proxy serves; null serves all. */
  readonly onlyProfile: string | null
  readonly profiles: ReadonlySet<string>
}

/**
 * The fence that holds for a request. Throws `profile-gone` for a profile that
 * is not there or not served, and `fenced-out` when the client's token is bound
 * to such a one, or to another one than the URL names.
 */
export function fenceOf({ fence }: Fenced, client: Client | null, allowed: Allowed): string | null {
  if (client !== null && client.profile !== null) refuseOthers(fence, client, client.profile, allowed)
  return fenceAllowed(client?.profile ?? fence, allowed)
}

/** A token that is bound to a profile opens that one or nothing. */
function refuseOthers(
  fence: string | null,
  { name }: Client,
  bound: string,
  { onlyProfile, profiles }: Allowed,
): void {
  const refuse = (why: string): never => {
    throw new AppError('fenced-out', `The client token "${name}" is for the profile "${bound}" alone${why}`)
  }
  if (fence !== null && fence !== bound) refuse(`, not for "${fence}".`)
  if (onlyProfile !== null && onlyProfile !== bound) refuse(', which this proxy does not serve.')
  if (!profiles.has(bound)) refuse(', and there is no such profile any more.')
}

function fenceAllowed(fence: string | null, { onlyProfile, profiles }: Allowed): string | null {
  if (fence === null || fence === onlyProfile) return onlyProfile
  if (onlyProfile !== null) {
    throw new AppError(
      'profile-gone',
      `This proxy serves the profile "${onlyProfile}" alone, not "${fence}".`,
    )
  }
  if (profiles.has(fence)) return fence
  const why = `There is no profile "${fence}", which the URL /p/${fence}/ names. "qcc list" shows what there is.`
  throw new AppError('profile-gone', why)
}
