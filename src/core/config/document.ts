import { TIERS, type AuthStyle, type Strategy, type Tier } from '../model.ts'
import type { ModelMap } from '../model-map.ts'
import type { Verdict } from '../rules.ts'

/** The configuration: what a person decides. State (circuits, counters, hand switches) is not in it. */
export interface Document {
  readonly profiles: readonly Profile[]
  /** Name of the profile that serves the root URL while none has a tier; without it, the first one. */
  readonly defaultProfile?: string | undefined
  /** Names of profiles in the order they were put there; each in one tier at most. */
  readonly tiers?: Tiers | undefined
  /** Values by setting key; what is absent has its default. */
  readonly settings: Readonly<Record<string, SettingValue>>
}

export type SettingValue = string | number

export type Tiers = { readonly [T in Tier]?: readonly string[] | undefined }

/** A named set of endpoints. */
export interface Profile {
  readonly name: string
  readonly description?: string | undefined
  /** How its endpoints share new sessions; absent: as the setting `balancer.strategy` says. */
  readonly strategy?: Strategy | undefined
  readonly endpoints: readonly EndpointEntry[]
}

/** One endpoint as a person writes it: a target of its own, or one that is reused from another profile. */
export type EndpointEntry = OwnEndpoint | ReusedEndpoint

interface EntryBase {
  /** Made when the entry is added and kept for its life, through renaming and moving. */
  readonly id: string
  readonly name: string
  /** 0 to 1000; 0 gets a new session only when nobody else is left. */
  readonly weight: number
  /** Under the strategy `priority`: 1, which is also what absence means, is asked first. */
  readonly priority?: number | undefined
  readonly enabled: boolean
  /** Requests that may be out on it at once; absent without a limit. */
  readonly maxConcurrent?: number | undefined
}

export interface OwnEndpoint extends EntryBase {
  /** Origin and optional path prefix, without a slash at its end. */
  readonly baseUrl: string
  readonly auth: AuthStyle
  /** `secret:ID`, `env:NAME`, `cmd:COMMAND` or `keychain:SERVICE/ACCOUNT`; never a key itself. */
  readonly credential: string
  /** In a name that clients ask for `*` stands for any text. */
  readonly models?: ModelMap | undefined
  /** Beta features that it refuses; in a name `*` stands for any text. */
  readonly deniedBetas?: readonly string[] | undefined
  /** False: Claude Code is to leave out the block that says which client asks; absent: it is asked nothing. */
  readonly attribution?: boolean | undefined
  /** What its refusals mean, where the built-in rules get it wrong; the first that fits decides, before those. */
  readonly rules?: readonly EndpointRule[] | undefined
  /** What differs from the settings `timeout.*`. In seconds. */
  readonly timeouts?: Timeouts | undefined
  /** URL of the HTTP proxy through which it is reached. */
  readonly outboundProxy?: string | undefined
}

/** Fits a refusal when all that it names fits; it names something. */
export interface EndpointRule {
  readonly status?: number | readonly number[] | undefined
  /** The `type` of the error inside. */
  readonly type?: string | undefined
  /** A regular expression for the message, in any case. */
  readonly pattern?: string | undefined
  readonly outcome: Verdict
}

export interface Timeouts {
  readonly connect?: number | undefined
  readonly 'first-content'?: number | undefined
  readonly idle?: number | undefined
}

/** Everything but name, weight, priority, switch and cap is that of the endpoint named; a new key there is used here at once. */
export interface ReusedEndpoint extends EntryBase {
  /** `PROFILE/NAME` of an endpoint with a target of its own. */
  readonly from: string
}

export const isReused = (entry: EndpointEntry): entry is ReusedEndpoint => 'from' in entry

/** The profile that serves the root URL while none has a tier, or null when there is none. */
export function defaultProfileOf(document: Document): Profile | null {
  const named = document.profiles.find((profile) => profile.name === document.defaultProfile)
  return named ?? document.profiles[0] ?? null
}

/** The tier that a profile is in, or null. */
export const tierOf = ({ tiers = {} }: Document, name: string): Tier | null =>
  TIERS.find((tier) => tiers[tier]?.includes(name)) ?? null

/** The profiles with a tier, by tier and within one in the order they were put there. */
export const tieredProfiles = ({ profiles, tiers = {} }: Document): readonly Profile[] =>
  TIERS.flatMap((tier) => tiers[tier] ?? []).flatMap(
    (name) => profiles.find((profile) => profile.name === name) ?? [],
  )

/** The active set: the profiles that serve the root URL, in the order in which they are asked. */
export function activeProfiles(document: Document): readonly Profile[] {
  const tiered = tieredProfiles(document)
  if (tiered.length > 0) return tiered
  return [defaultProfileOf(document)].filter((profile) => profile !== null)
}

/** The endpoint that `PROFILE/NAME` names, or null. */
export function entryNamed(document: Document, fullName: string): EndpointEntry | null {
  const [profileName, ...rest] = fullName.split('/')
  const profile = document.profiles.find((one) => one.name === profileName)
  return profile?.endpoints.find((entry) => entry.name === rest.join('/')) ?? null
}

/** The entry whose target is used: itself, or the one that it reuses; null when that is not there. */
export function sourceOf(document: Document, entry: EndpointEntry): OwnEndpoint | null {
  if (!isReused(entry)) return entry
  const source = entryNamed(document, entry.from)
  return source === null || isReused(source) ? null : source
}
