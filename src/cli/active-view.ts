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
import { endpointViews } from '../views/endpoint-view.ts'
import { liveTiers, toldBy, type LiveProxy } from './live.ts'
import type { StatusShape } from './shapes/status.ts'
import type { Say } from './texts.ts'

type Active = StatusShape['active']

/** What the proxy serves counts; without one, what it would serve. */
export async function activeView(
  context: Pick<Context, 'keys'>,
  document: Document,
  live: LiveProxy | null,
): Promise<Active> {
  const { profiles, why } = served(document, live)
  const view = async (profile: Profile): Promise<Active['profiles'][number]> => {
    const views = endpointViews(document, profile, toldBy(live))
    const keys = await Promise.all(views.map(({ credential }) => hasKey(context, credential)))
    const endpoints = views.map((one, index) => ({ ...one, hasKey: keys[index] === true }))
    return { name: profile.name, tier: tierOf(document, profile.name), endpoints }
  }
  return { why, profiles: await Promise.all(profiles.map(view)) }
}

function served(
  document: Document,
  live: LiveProxy | null,
): { readonly why: Active['why']; readonly profiles: readonly Profile[] } {
  const only = document.profiles.find(({ name }) => name === live?.only)
  if (only !== undefined) return { why: 'proxy', profiles: [only] }
  const hand = liveTiers(live)?.hand ?? null
  const first = document.profiles.find(({ name }) => name === hand?.profile)
  if (hand === null || first === undefined) {
    return { why: activeWhy(document), profiles: activeProfiles(document) }
  }
  if (hand.only) return { why: 'only', profiles: [first] }
  return { why: 'hand', profiles: [first, ...activeProfiles(document).filter((one) => one !== first)] }
}

/** Why the root URL serves what it does, going by the configuration alone. */
export function activeWhy(document: Document): Exclude<Active['why'], 'proxy' | 'hand' | 'only'> {
  const [first] = activeProfiles(document)
  if (first === undefined) return 'none'
  if (tieredProfiles(document).length > 0) return 'tiers'
  return first.name === document.defaultProfile ? 'chosen' : 'first'
}

const TEXTS = {
  proxy: 'status.profile-proxy',
  hand: 'status.profile-hand',
  only: 'status.profile-only',
  tiers: 'status.profile-tiers',
  chosen: 'status.profile-chosen',
  first: 'status.profile-first',
  none: 'status.no-profile',
} as const

/** The same in one line. */
export function activeText({ profiles, why }: Active, say: Say): string {
  const hasTiers = why === 'tiers' || why === 'hand'
  const named = profiles.map(({ name, tier }) => (hasTiers && tier !== null ? `${name} (${tier})` : name))
  return say(TEXTS[why], { name: named.join(', ') })
}

async function hasKey(context: Pick<Context, 'keys'>, credential: string): Promise<boolean> {
  try {
    return await (await context.keys()).has(credential)
  } catch (error) {
    // What keeps a stored key from being read stands in the line about protection.
    if (error instanceof AppError) return false
    throw error
  }
}
