import { activeProfile } from '../core/config/document.ts'
import { routingTable } from '../core/config/routing-table.ts'
import { endpointsWithin } from '../core/failover/line-up.ts'
import type { Endpoint, RoutingTable } from '../core/model.ts'
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
  /** Those that may serve the root URL. */
  readonly endpoints: readonly Endpoint[]
  readonly table: RoutingTable
  readonly profiles: ReadonlySet<string>
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

  /** The only profile that is served; null serves all. */
  get onlyProfile(): string | null {
    return this.#forThisRun.profile
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
  const table = routingTable(document, timersOf(settings))
  return {
    ...{ number, settings, table, profile: profile ?? activeProfile(document)?.name ?? null },
    endpoints: endpointsWithin(table, profile),
    profiles: new Set(table.profiles.map(({ name }) => name)),
  }
}

/** What a client is told when no endpoint of `profile` may serve it (null: there is no profile at all). */
export function noEndpoint(profile: string | null, profiles: ReadonlySet<string>): string {
  if (profile === null) return 'QCC has no profile yet, so there is no endpoint. Add one with "qcc add NAME".'
  if (!profiles.has(profile)) {
    return `This proxy was started for the profile "${profile}" alone, and there is no such profile any more. Start it again, or add the profile.`
  }
  return `The profile "${profile}" has no endpoint that is enabled. Add one with "qcc endpoint add ${profile}".`
}
