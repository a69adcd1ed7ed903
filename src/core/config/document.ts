import { endpointId, type AuthStyle, type Endpoint, type Timers } from '../model.ts'

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

/** The endpoints that may serve the root URL, in order. `timers` are the settings' values. */
export function activeEndpoints(document: Document, timers: Timers): readonly Endpoint[] {
  const active =
    document.profiles.find((profile) => profile.name === document.defaultProfile) ?? document.profiles[0]
  return (active?.endpoints ?? []).map((entry) => {
    const { auth, baseUrl, credential, weight } = entry
    const name = `${active?.name ?? ''}/${entry.name}`
    const origin = /^https?:\/\/[^/]+/.exec(baseUrl)?.[0] ?? baseUrl
    const pathPrefix = baseUrl.slice(origin.length)
    return { id: endpointId(name), name, origin, pathPrefix, auth, credential, weight, timers }
  })
}
