import { activeEndpoints } from '../core/config/active-endpoints.ts'
import { activeProfile } from '../core/config/document.ts'
import type { Endpoint } from '../core/model.ts'
import type { Configuration } from '../document/configuration.ts'
import { resolveSettings, timersOf, type Overrides } from '../settings/resolve.ts'
import type { SettingKey, Settings } from '../settings/schema.ts'

/** What one run puts above the document. */
export interface ForThisRun {
  readonly env: Overrides
  readonly flags: Overrides
  /** The only profile that is served; null for the active one. */
  readonly profile: string | null
}

/** What a version of the configuration comes to in one run. */
interface InForce {
  /** Of the version. */
  readonly number: number
  readonly settings: Settings
  /** The profile that the root URL serves; null when there is none. */
  readonly profile: string | null
  readonly endpoints: readonly Endpoint[]
  /** What a client is told when there is no endpoint. */
  readonly noEndpoint: string
}

/** Settings that hold from one start to the next. */
const AT_START = ['proxy.host', 'proxy.port'] as const satisfies readonly SettingKey[]

/** The configuration in force: replaced as a whole, and asked anew at each use. */
export class LiveConfiguration {
  readonly #forThisRun: ForThisRun
  #now: InForce
  /** Why the newest version is not followed; null when it is. */
  fault: string | null = null

  constructor(first: Configuration, forThisRun: ForThisRun) {
    this.#forThisRun = forThisRun
    this.#now = inForce(first, forThisRun)
  }

  get now(): InForce {
    return this.#now
  }

  /** Returns the settings that differ and hold only after a restart. */
  replace(configuration: Configuration): readonly SettingKey[] {
    const before = this.#now.settings
    this.#now = inForce(configuration, this.#forThisRun)
    this.fault = null
    return AT_START.filter((key) => this.#now.settings[key] !== before[key])
  }
}

function inForce({ document, number }: Configuration, { env, flags, profile }: ForThisRun): InForce {
  const settings = resolveSettings(document.settings, env, flags)
  const served = profile ?? activeProfile(document)?.name ?? null
  const isThere = document.profiles.some(({ name }) => name === served)
  return {
    ...{ number, settings, profile: served, noEndpoint: noEndpoint(served, isThere) },
    endpoints: activeEndpoints(document, timersOf(settings), profile),
  }
}

function noEndpoint(profile: string | null, isThere: boolean): string {
  if (profile === null) return 'QCC has no profile yet, so there is no endpoint. Add one with "qcc add NAME".'
  if (!isThere) {
    return `This proxy was started for the profile "${profile}" alone, and there is no such profile any more. Start it again, or add the profile.`
  }
  return `The profile "${profile}" has no endpoint that is enabled. Add one with "qcc endpoint add ${profile}".`
}
