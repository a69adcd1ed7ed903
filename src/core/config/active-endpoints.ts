import { endpointId, type Endpoint, type Timers } from '../model.ts'
import { activeProfile, sourceOf, type Document, type EndpointEntry, type Timeouts } from './document.ts'

/**
 * The endpoints that may serve the root URL, in order: those of `profileName`,
 * or of the active profile. `timers` are the settings' values.
 */
export function activeEndpoints(
  document: Document,
  timers: Timers,
  profileName: string | null = null,
): readonly Endpoint[] {
  const active =
    profileName === null
      ? activeProfile(document)
      : document.profiles.find((profile) => profile.name === profileName)
  if (active === null || active === undefined) return []
  return active.endpoints
    .filter((entry) => entry.enabled)
    .flatMap((entry) => endpointOf(document, active.name, entry, timers) ?? [])
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
    origin,
    pathPrefix: baseUrl.slice(origin.length),
    auth,
    credential,
    weight: entry.weight,
    models,
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
