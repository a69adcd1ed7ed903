import { DEFAULT_POLICY, endpointId, type AuthStyle, type Endpoint } from '../model.ts'
import type { RoutingTable, Timers } from '../model.ts'

/** The configuration, as it was read and validated. */
export interface Document {
  readonly profiles: readonly Profile[]
  /** Name of the profile that serves the root URL; without it, the first one. */
  readonly defaultProfile?: string | undefined
  /** Values by setting key; what is absent has its default. */
  readonly settings: Readonly<Record<string, string | number>>
}

/** A named set of endpoints. */
export interface Profile {
  readonly name: string
  readonly endpoints: readonly EndpointEntry[]
}

/** One endpoint as a person writes it. */
export interface EndpointEntry {
  readonly name: string
  /** Origin and optional path prefix, without a slash at its end. */
  readonly baseUrl: string
  readonly auth: AuthStyle
  readonly credential: string
  readonly weight: number
}

/** What routing needs of a document. `timers` are the settings' values. */
export function routingTable(document: Document, timers: Timers): RoutingTable {
  const profiles = document.profiles.map(({ endpoints, name }) => ({
    name,
    tier: null,
    endpoints: endpoints.map((entry) => endpointOf(name, entry, timers)),
  }))
  return { profiles, defaultProfile: document.defaultProfile ?? null, policy: DEFAULT_POLICY }
}

function endpointOf(profile: string, entry: EndpointEntry, timers: Timers): Endpoint {
  const { auth, baseUrl, credential, weight } = entry
  const name = `${profile}/${entry.name}`
  const id = endpointId(name)
  const origin = /^https?:\/\/[^/]+/.exec(baseUrl)?.[0] ?? baseUrl
  return {
    id,
    sourceId: id,
    name,
    enabled: true,
    origin,
    pathPrefix: baseUrl.slice(origin.length),
    auth,
    credential,
    weight,
    maxConcurrent: null,
    models: {},
    rules: [],
    outboundProxy: null,
    timers,
  }
}
