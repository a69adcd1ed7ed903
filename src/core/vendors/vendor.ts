/** A vendor whose API Claude Code can speak to, and what is known of it. */
import type { ModelMap } from '../model-map.ts'
import type { AuthStyle } from '../model.ts'

export interface Vendor {
  /** As a person types it; also the name that its profile gets. */
  readonly id: string
  readonly name: { readonly en: string; readonly zh: string }
  /** Of its Anthropic-compatible API, as `ANTHROPIC_BASE_URL` would be. */
  readonly baseUrl: Fact<string>
  readonly auth: Fact<AuthStyle>
  /** Empty where it takes Claude's own names. */
  readonly models: Fact<ModelMap>
  /** Beta features that it refuses. */
  readonly deniedBetas: Fact<readonly string[]>
  /** Whether Claude Code is to say in each request which client asks. */
  readonly attribution: Fact<boolean>
  /** Where a key is to be had. */
  readonly signUp: Fact<string>
}

/** Something that is said of a vendor, by whom, and when that was last seen: the day that the source gives itself, or the day on which it was read. */
export type Fact<T> =
  /** By whoever decides it: the vendor, or for its own client Anthropic. */
  | { readonly kind: 'confirmed'; readonly value: T; readonly source: string; readonly seenOn: string }
  /** By somebody else. */
  | { readonly kind: 'reported'; readonly value: T; readonly source: string; readonly seenOn: string }
  | { readonly kind: 'unknown' }

export const confirmed = <T>(value: T, source: string, seenOn = READ_ON): Fact<T> => ({
  ...{ kind: 'confirmed', value, source, seenOn },
})

export const reported = <T>(value: T, source: string, seenOn = READ_ON): Fact<T> => ({
  ...{ kind: 'reported', value, source, seenOn },
})

export const UNKNOWN = { kind: 'unknown' } as const

/** The day on which sources without a date of their own were read. */
const READ_ON = '2026-11-28'

/** What a fact says, whoever says it; null when nobody does. */
export const valueOf = <T>(fact: Fact<T>): T | null => (fact.kind === 'unknown' ? null : fact.value)

/** The models of a vendor of which one serves Claude's large models and one the small ones. */
export const twoModels = (large: string, small: string): ModelMap => ({
  'claude-*haiku*': small,
  'claude-*sonnet*': large,
  'claude-*opus*': large,
  'claude-*': large,
})

const GATEWAYS = 'https://code.claude.com/docs/en/llm-gateway-protocol'

/**
 * The block changes with every conversation, so that a cache of beginnings
 * never fits; Claude Code's own documents say to leave it out there.
 */
export const ATTRIBUTION_OFF = confirmed(false, GATEWAYS)

/** The list of another program, which many people use with it. */
export const CC_SWITCH =
  'https://github.com/farion1231/cc-switch/blob/5ca9459d50ea4beea6a81bbc509de6ec5b6b09ca/src/config/claudeProviderPresets.ts'
/** Of that state of it. */
export const CC_SWITCH_ON = '2026-08-21'
