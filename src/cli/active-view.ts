/** What serves the root URL, and why. */
import {
  activeProfiles,
  tieredProfiles,
  tierOf,
  type Document,
  type Profile,
} from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import { endpointViews, toldBy } from './endpoint-view.ts'
import type { LiveProxy } from './live.ts'
import type { StatusShape } from './shapes/status.ts'
import type { Say } from './texts.ts'

type Active = StatusShape['active']

/** What the proxy serves counts; without one, what it would serve. */
export async function activeView(
  context: Pick<Context, 'keys'>,
  document: Document,
  live: LiveProxy | null,
): Promise<Active> {
  const only = document.profiles.find(({ name }) => name === live?.only)
  const profiles = only === undefined ? activeProfiles(document) : [only]
  const view = async (profile: Profile): Promise<Active['profiles'][number]> => {
    const views = endpointViews(document, profile, toldBy(live))
    const keys = await Promise.all(views.map(({ credential }) => hasKey(context, credential)))
    const endpoints = views.map((one, index) => ({ ...one, hasKey: keys[index] === true }))
    return { name: profile.name, tier: tierOf(document, profile.name), endpoints }
  }
  return {
    why: only === undefined ? activeWhy(document) : 'proxy',
    profiles: await Promise.all(profiles.map(view)),
  }
}

/** Why the root URL serves what it does, going by the configuration alone. */
export function activeWhy(document: Document): Exclude<Active['why'], 'proxy'> {
  const [first] = activeProfiles(document)
  if (first === undefined) return 'none'
  if (tieredProfiles(document).length > 0) return 'tiers'
  return first.name === document.defaultProfile ? 'chosen' : 'first'
}

const TEXTS = {
  proxy: 'status.profile-proxy',
  tiers: 'status.profile-tiers',
  chosen: 'status.profile-chosen',
  first: 'status.profile-first',
  none: 'status.no-profile',
} as const

/** The same in one line. */
export function activeText({ profiles, why }: Active, say: Say): string {
  const named = profiles.map(({ name, tier }) => (why === 'tiers' ? `${name} (${String(tier)})` : name))
  return say(TEXTS[why], { name: named.join(', ') })
}

async function hasKey(context: Pick<Context, 'keys'>, credential: string): Promise<boolean> {
  try {
    return (await (await context.keys()).resolve(credential)) !== null
  } catch (error) {
    // What keeps a stored key from being read stands in the line about protection.
    if (error instanceof AppError) return false
    throw error
  }
}
