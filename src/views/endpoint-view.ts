/** Profiles and endpoints as commands show them: what is configured, and what of it follows. */
import {
  defaultProfileOf,
  isReused,
  sourceOf,
  tierOf,
  type Document,
  type EndpointEntry,
  type EndpointRule,
  type OwnEndpoint,
  type Profile,
} from '../core/config/document.ts'
import { PRIORITY_USUAL } from '../core/config/routing-table.ts'
import type { Strategy } from '../core/model.ts'
import { resolveSettings } from '../settings/resolve.ts'
import type { EndpointShape } from './shapes/endpoint.ts'
import type { ProfileShape } from './shapes/profile.ts'

type Health = NonNullable<EndpointShape['health']>

/** How an endpoint stands, by the word of a running proxy. */
export interface EndpointTold extends Omit<Health, 'benches'> {
  readonly inFlight: number
  readonly benches: Readonly<Health['benches']>
}

/** What a running proxy tells of its endpoints, by id; null when none runs. */
export type Told = ReadonlyMap<string, EndpointTold> | null

/** A profile whole, with what its endpoints come to. */
export function profileView(document: Document, profile: Profile, told: Told = null): ProfileShape {
  return {
    name: profile.name,
    description: profile.description ?? null,
    isDefault: defaultProfileOf(document) === profile,
    tier: tierOf(document, profile.name),
    strategy: strategyOf(document, profile),
    ownStrategy: profile.strategy ?? null,
    endpoints: endpointViews(document, profile, told),
  }
}

/** Its own, or that of the setting. */
export const strategyOf = ({ settings }: Document, { strategy }: Profile): Strategy =>
  strategy ?? resolveSettings(settings)['balancer.strategy']

/** In their order; one whose target is nowhere is left out. */
export function endpointViews(document: Document, profile: Profile, told: Told = null): EndpointShape[] {
  const shares = sharesOf(weighed(profile.endpoints, told), strategyOf(document, profile))
  return profile.endpoints.flatMap((entry) => {
    const source = sourceOf(document, entry)
    if (source === null) return []
    const { enabled, id, maxConcurrent = null, priority = PRIORITY_USUAL, weight } = entry
    return {
      ...{ id, name: `${profile.name}/${entry.name}`, enabled, weight, priority, maxConcurrent },
      sharePercent: shares.get(id) ?? null,
      inFlight: told?.get(id)?.inFlight ?? null,
      health: healthOf(told?.get(id)),
      reusedFrom: isReused(entry) ? entry.from : null,
      ...targetView(source),
    }
  })
}

function healthOf(told: EndpointTold | undefined): EndpointShape['health'] {
  if (told === undefined) return null
  const { benches, effectiveWeight, reason, state, until } = told
  return { state, reason, until, benches: [...benches], effectiveWeight }
}

/** With the weights that count now, as far as a proxy told them. While all are out, those that were given. */
function weighed(endpoints: readonly EndpointEntry[], told: Told): readonly EndpointEntry[] {
  const now = endpoints.map((entry) => {
    const weight = told?.get(entry.id)?.effectiveWeight.effective ?? entry.weight
    return { ...entry, weight }
  })
  return now.some(({ enabled, weight }) => enabled && weight > 0) ? now : endpoints
}

/** Of the profile's new sessions, in percent, by these weights; when all are 0 the first gets them. */
function sharesOf(endpoints: readonly EndpointEntry[], strategy: Strategy): ReadonlyMap<string, number> {
  const enabled = endpoints.filter((entry) => entry.enabled)
  if (strategy === 'least-busy' || strategy === 'fastest') return new Map()
  const parts = enabled.map((entry) => partOf(entry, enabled, strategy))
  const sum = parts.reduce((total, part) => total + part, 0)
  return new Map(
    enabled.map(({ id }, index) => {
      const share = sum === 0 ? Number(index === 0) : (parts[index] ?? 0) / sum
      return [id, Math.round(share * 1_000) / 10]
    }),
  )
}

function partOf(entry: EndpointEntry, all: readonly EndpointEntry[], strategy: Strategy): number {
  if (strategy === 'random') return Math.sign(entry.weight)
  if (strategy !== 'priority') return entry.weight
  const [first] = all
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => (one.priority ?? PRIORITY_USUAL) - (other.priority ?? PRIORITY_USUAL))
  return Number(entry === first)
}

function targetView(source: OwnEndpoint) {
  const { attribution = true, auth, baseUrl, credential, deniedBetas = [], models = {} } = source
  const { outboundProxy = null, rules = [], timeouts = {} } = source
  return {
    ...{ baseUrl, auth, credential, models, deniedBetas: [...deniedBetas], attribution },
    ...{ timeouts, outboundProxy, rules: rules.map(ruleView) },
  }
}

const ruleView = ({ outcome, pattern, status, type }: EndpointRule): EndpointShape['rules'][number] => ({
  ...(status === undefined ? {} : { status: typeof status === 'number' ? status : [...status] }),
  ...(type === undefined ? {} : { type }),
  ...(pattern === undefined ? {} : { pattern }),
  outcome,
})
