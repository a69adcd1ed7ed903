import { mappedModel, type ModelMap } from './model-map.ts'
import type { Rule } from './rules.ts'

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
  /** The longest time from then until the commit; headers and first content share it. */
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
  /** A person may switch it off without removing it. */
  readonly enabled: boolean
  /** Scheme, host and port. */
  readonly origin: string
  /** What stands before the path of every request; empty or without a slash at its end. */
  readonly pathPrefix: string
  readonly auth: AuthStyle
  /** Reference to the key, such as `env:WORK_KEY`; never the key itself. */
  readonly credential: string
  /** Share of new sessions relative to the others; 0 is asked only when nobody else is left. */
  readonly weight: number
  /** Under the strategy `priority`: 1 is asked first. */
  readonly priority: number
  /** Requests that may be out on it at once; null without a limit. */
  readonly maxConcurrent: number | null
  /** Names of models as clients ask for them, and as this endpoint knows them; others pass as they are. */
  readonly models: ModelMap
  /** Beta features that it refuses, which are not sent to it; in a name `*` stands for any text. Absent: none. */
  readonly deniedBetas?: readonly string[] | undefined
  /** How its failures are to be read where the built-in rules get it wrong; they come before those. */
  readonly rules: readonly Rule[]
  /** URL of the HTTP proxy through which it is reached; null without one. */
  readonly outboundProxy: string | null
  readonly timers: Timers
}

/** The name under which an endpoint knows the model that a client asked for. */
export function sentModel(endpoint: Endpoint, model: string | null): string | null {
  return model === null ? null : mappedModel(endpoint.models, model)
}

/** In order of preference. */
export const TIERS = ['primary', 'secondary', 'fallback'] as const
export type Tier = (typeof TIERS)[number]

/** How a profile's endpoints share what belongs to none of them yet. */
export type Strategy =
  | 'weighted'
  | 'weighted-random'
  | 'round-robin'
  | 'random'
  | 'least-busy'
  | 'fastest'
  | 'priority'

/**
 * What the root URL asks in turn: the profiles of one tier, `default`: the one
 * that serves while no profile has a tier, `hand`: the one that a person put
 * before all others.
 */
export type PlaceName = Tier | 'hand' | 'default'

/** How far checks go that nobody asks for. `passive`: traffic is all that is learnt from. */
export type CheckMode = 'passive' | 'free' | 'conversational'

/** A profile as far as routing is concerned. */
export interface RoutedProfile {
  readonly name: string
  readonly tier: Tier | null
  /** Null: that of the policy. */
  readonly strategy: Strategy | null
  readonly endpoints: readonly Endpoint[]
}

/** What a person may change of how requests are routed. Durations in milliseconds. */
export interface Policy {
  /** Points within a minute, without a success between, that open a circuit. */
  readonly failureThreshold: number
  /** The longest time that a circuit is open, before jitter. */
  readonly circuitMaxOpenMs: number
  /** Counted attempts in one tier while a later one has somebody. */
  readonly attemptsPerTier: number
  /** Whether a later tier serves when the active one is lost. */
  readonly autoFailover: boolean
  /** Whether a tier that was left comes back by itself. */
  readonly autoRecovery: boolean
  /** Successes that a tier needs before it serves again. */
  readonly recoveryChecks: number
  /** How long a tier that was left admits nobody, before it is doubled for coming back too soon. */
  readonly tierCooldownMs: number
  /** Of profiles that have none of their own. */
  readonly strategy: Strategy
  /** For how long what was seen of an endpoint says anything. */
  readonly staleMs: number
  /** Observations below which an endpoint has no score. */
  readonly minChecks: number
  /** Whether scores move shares. */
  readonly adjustsWeights: boolean
  /** How long after its last request a session still has its endpoint; 0: no session has one. */
  readonly affinityMs: number
  /** How long a request waits for room before it moves on. */
  readonly roomWaitMs: number
  /** The shortest time to the first content that is allowed, however fast an endpoint usually is. */
  readonly leastFirstContentMs: number
  /** How long a request waits for its turn, or for the end of a limit, when nobody else is left. */
  readonly holdMs: number
  /** How many may be held like that at once. */
  readonly holdMost: number
  /** How far checks of ours go, and how often an endpoint without traffic is looked at. */
  readonly checkMode: CheckMode
  readonly checkIntervalMs: number
  /** Tokens that checks of one endpoint may use a day. */
  readonly checkTokens: number
}

export const DEFAULT_POLICY: Policy = {
  failureThreshold: 3,
  circuitMaxOpenMs: 300_000,
  attemptsPerTier: 2,
  autoFailover: true,
  autoRecovery: true,
  recoveryChecks: 2,
  tierCooldownMs: 300_000,
  strategy: 'weighted',
  staleMs: 1_800_000,
  minChecks: 3,
  adjustsWeights: true,
  affinityMs: 3_600_000,
  roomWaitMs: 10_000,
  leastFirstContentMs: 120_000,
  holdMs: 60_000,
  holdMost: 64,
  checkMode: 'conversational',
  checkIntervalMs: 60_000,
  checkTokens: 20_000,
}

/** All that routing knows of the configuration. */
export interface RoutingTable {
  /** Within a tier, in the order they were put there. */
  readonly profiles: readonly RoutedProfile[]
  /** Serves the root URL while no profile has a tier; null or unknown: the first one. */
  readonly defaultProfile: string | null
  readonly policy: Policy
}
