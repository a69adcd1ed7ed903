declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** Names one endpoint for as long as it is configured. */
export type EndpointId = Branded<string, 'EndpointId'>

/** The one place where a plain string becomes an endpoint's id. */
export const endpointId = (id: string): EndpointId => id as EndpointId

/** Which header carries the key: `x-api-key`, `authorization: Bearer`, or both. */
export type AuthStyle = 'x-api-key' | 'bearer' | 'both'

/** How long an attempt may wait at each phase. Durations in milliseconds. */
export interface Timers {
  /** Until the connection stands and the request is on its way. */
  readonly connectMs: number
  /** From then until the commit; headers and first content share it. */
  readonly firstContentMs: number
  /** The longest silence after the commit. */
  readonly idleMs: number
}

/**
 * One upstream target. An attempt takes all of it from one endpoint and
 * nothing from another, so that a key never meets a foreign host.
 */
export interface Endpoint {
  readonly id: EndpointId
  /** The endpoint that what is learnt belongs to: itself, or the one whose target it reuses. */
  readonly sourceId: EndpointId
  /** As people see it: `PROFILE/NAME`. */
  readonly name: string
  /** Scheme, host and port. */
  readonly origin: string
  /** What stands before the path of every request; empty or without a slash at its end. */
  readonly pathPrefix: string
  readonly auth: AuthStyle
  /** Reference to the key, such as `env:WORK_KEY`; never the key itself. */
  readonly credential: string
  /** Share of new sessions relative to the others; 0 is asked only when nobody else is left. */
  readonly weight: number
  /** Names of models as clients ask for them, and as this endpoint knows them; others pass as they are. */
  readonly models: Readonly<Record<string, string>>
  /** URL of the HTTP proxy through which it is reached; null without one. */
  readonly outboundProxy: string | null
  readonly timers: Timers
}
