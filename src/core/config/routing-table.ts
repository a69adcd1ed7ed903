import { DEFAULT_POLICY, endpointId, type Endpoint, type RoutingTable, type Timers } from '../model.ts'
import { sourceOf, type Document, type EndpointEntry, type Timeouts } from './document.ts'

/** What routing needs of a document. `timers` are the settings' values. */
export function routingTable(document: Document, timers: Timers): RoutingTable {
  const profiles = document.profiles.map(({ endpoints, name }) => ({
    name,
    tier: null,
    endpoints: endpoints.flatMap((entry) => endpointOf(document, name, entry, timers) ?? []),
  }))
  return { profiles, defaultProfile: document.defaultProfile ?? null, policy: DEFAULT_POLICY }
}

function endpointOf(
  document: Document,
  profileName: string,
  entry: EndpointEntry,
  timers: Timers,
): Endpoint | null {
  const source = sourceOf(document, entry)
  if (source === null) return null
  const { auth, baseUrl, credential, models = {}, outboundProxy = null, timeouts = {} } = source
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
    maxConcurrent: null,
    models,
    rules: [],
    outboundProxy,
    timers: withOwn(timers, timeouts),
  }
}

const withOwn = (timers: Timers, own: Timeouts): Timers => ({
  connectMs: inMs(own.connect) ?? timers.connectMs,
  firstContentMs: inMs(own['first-content']) ?? timers.firstContentMs,
  idleMs: inMs(own.idle) ?? timers.idleMs,
})

const inMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1_000
