/** What the set-up of another program comes to here, before names are settled and anything is stored. */
import type { SettingValue } from '../config/document.ts'
import type { ModelMap } from '../model-map.ts'
import type { AuthStyle, Tier } from '../model.ts'

/** The programs whose set-ups can be read. */
export const FOREIGN = ['claude', 'fastcc', 'ccr', 'cc-switch'] as const
export type ForeignProgram = (typeof FOREIGN)[number]

export interface Found {
  readonly profiles: readonly FoundProfile[]
  readonly leftOut: readonly LeftOut[]
  /** Name of the profile that is used there when nothing else is said. */
  readonly defaultProfile?: string | undefined
  /** Names of profiles. */
  readonly tiers?: { readonly [T in Tier]?: string } | undefined
  readonly settings?: Readonly<Record<string, SettingValue>> | undefined
}

/** A name as it is there, which need not be one here. */
export interface FoundProfile {
  readonly name: string
  readonly description?: string | undefined
  readonly endpoints: readonly FoundEndpoint[]
}

export interface FoundEndpoint {
  readonly name?: string | undefined
  /** As it is written there. */
  readonly baseUrl: string
  readonly auth: AuthStyle
  readonly key: FoundKey
  readonly models: ModelMap
  readonly deniedBetas?: readonly string[] | undefined
  readonly attribution?: boolean | undefined
  readonly weight?: number | undefined
  readonly priority?: number | undefined
  readonly enabled: boolean
}

export type FoundKey =
  | { readonly kind: 'key'; readonly key: string }
  /** The name of the variable that holds it. */
  | { readonly kind: 'variable'; readonly name: string }

/** Something that is not taken over, or only with a change. */
export interface LeftOut {
  /** Its name there. */
  readonly what: string
  readonly why: LeftOutWhy
  /** What the text names. */
  readonly more?: string | undefined
}

export type LeftOutWhy =
  /** It speaks another API, which nothing here translates. */
  | 'other-api'
  /** Taken over at the vendor's own Anthropic-compatible URL, `more`. */
  | 'vendor-url'
  | 'no-url'
  | 'no-key'
  /** A log-in is used there; only keys are used here. */
  | 'log-in'
  /** A program that prints the key. */
  | 'key-helper'
  /** Two credentials were sent; one is taken over. */
  | 'second-key'
  /** It is for another client than Claude Code. */
  | 'other-client'
  /** It leads to QCC itself. */
  | 'own-proxy'
  /** Nothing here is like it. */
  | 'no-counterpart'
  /** Failover or recovery were off there, which was usual; here they are on. */
  | 'was-off'
  /** The profile that it names is not here and not taken over. */
  | 'unknown-profile'
  /** The URL, `more`, is none that an endpoint can have. */
  | 'bad-url'
  /** The same endpoints with the same keys are in the profile `more`. */
  | 'already-here'
  /** Something else was chosen here already. */
  | 'chosen-here'

export const NOTHING: Found = { profiles: [], leftOut: [] }
