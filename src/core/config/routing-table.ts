import { endpointId, type Endpoint, type Policy, type RoutingTable, type Timers } from '../model.ts'
import type { Rule } from '../rules.ts'
import {
  sourceOf,
  tieredProfiles,
  tierOf,
  type Document,
  type EndpointEntry,
  type EndpointRule,
  type Timeouts,
} from './document.ts'

/** What settings say to routing. */
export interface Numbers {
  readonly timers: Timers
  readonly policy: Policy
}

/** What routing needs of a document. */
export function routingTable(document: Document, { policy, timers }: Numbers): RoutingTable {
  // Those with a tier first: the order within a tier is that of the table.
  const profiles = [...new Set([...tieredProfiles(document), ...document.profiles])].map(
    ({ endpoints, name, strategy = null }) => ({
      name,
      tier: tierOf(document, name),
      strategy,
      endpoints: endpoints.flatMap((entry) => endpointOf(document, name, entry, timers) ?? []),
    }),
  )
  return { profiles, defaultProfile: document.defaultProfile ?? null, policy }
}

/** Of an endpoint that has none of its own. */
export const PRIORITY_USUAL = 1

function endpointOf(
  document: Document,
  profileName: string,
  entry: EndpointEntry,
  timers: Timers,
): Endpoint | null {
  const source = sourceOf(document, entry)
  if (source === null) return null
  const { auth, baseUrl, credential, deniedBetas, models = {}, outboundProxy = null } = source
  const { rules = [], timeouts = {} } = source
  const origin = /^https?:\/\/[^/]+/.exec(baseUrl)?.[0] ?? baseUrl
  return {
    id: endpointId(entry.id),
    sourceId: endpointId(source.id),
    name: `${profileName}/${entry.name}`,
    enabled: entry.enabled,
    origin,
    pathPrefix: baseUrl.slice(origin.length),
    auth,
    credential,
    weight: entry.weight,
    priority: entry.priority ?? PRIORITY_USUAL,
    maxConcurrent: entry.maxConcurrent ?? null,
    models,
    ...(deniedBetas === undefined ? {} : { deniedBetas }),
    rules: rules.map(ruleOf),
    outboundProxy,
    timers: withOwn(timers, timeouts),
  }
}

const ruleOf = ({ outcome, pattern, status, type }: EndpointRule): Rule => ({
  statuses: status === undefined ? [] : [status].flat(),
  types: type === undefined ? [] : [type],
  pattern: pattern === undefined ? null : new RegExp(pattern, 'i'),
  verdict: outcome,
})

const withOwn = (timers: Timers, own: Timeouts): Timers => ({
  connectMs: inMs(own.connect) ?? timers.connectMs,
  firstContentMs: inMs(own['first-content']) ?? timers.firstContentMs,
  idleMs: inMs(own.idle) ?? timers.idleMs,
})

const inMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1_000
