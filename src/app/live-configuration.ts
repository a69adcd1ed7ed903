import { activeProfiles } from '../core/config/document.ts'
import { routingTable } from '../core/config/routing-table.ts'
import { endpointsWithin } from '../core/failover/line-up.ts'
import type { Endpoint, RoutingTable } from '../core/model.ts'
import type { Configured } from '../metrics/counts.ts'
import type { Configuration } from '../document/configuration.ts'
import { policyOf, resolveSettings, timersOf, type Overrides } from '../settings/resolve.ts'
import { AT_START, type SettingKey, type Settings } from '../settings/schema.ts'

/** What one run puts above the document. */
export interface ForThisRun {
  readonly env: Overrides
  readonly flags: Overrides
  /** The only profile that is served; null for the active set. */
  readonly profile: string | null
}

/** What a version of the configuration comes to in one run. */
interface InForce {
  /** Of the version. */
  readonly number: number
  readonly settings: Settings
  /** Names of the profiles that the root URL serves, in the order in which they are asked. */
  readonly active: readonly string[]
  /** Those that may serve the root URL. */
  readonly endpoints: readonly Endpoint[]
  readonly table: RoutingTable
  readonly profiles: ReadonlySet<string>
}

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

  /** Any endpoint that is configured, also one that does not serve; null when there is none of this id. */
  endpoint(id: string): Endpoint | null {
    const all = this.#now.table.profiles.flatMap(({ endpoints }) => endpoints)
    return all.find((endpoint) => endpoint.id === id) ?? null
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
  const table = routingTable(document, { timers: timersOf(settings), policy: policyOf(settings) })
  const active = profile === null ? activeProfiles(document).map(({ name }) => name) : [profile]
  return {
    ...{ number, settings, table, active },
    endpoints: endpointsWithin(table, profile),
    profiles: new Set(table.profiles.map(({ name }) => name)),
  }
}

/** The names that there are. */
export function configuredIn({ now: { profiles, table } }: LiveConfiguration): Configured {
  const endpoints = table.profiles.flatMap((profile) => profile.endpoints.map(({ name }) => name))
  return { endpoints: new Set(endpoints), profiles }
}

/** What a client is told when no endpoint of the profiles `asked` may serve it; `profiles` are all there are. */
export function noEndpoint(asked: readonly string[], profiles: ReadonlySet<string>): string {
  const [profile, ...others] = asked
  if (profile === undefined)
    return 'QCC has no profile yet, so there is no endpoint. Add one with "qcc add NAME".'
  if (!profiles.has(profile)) {
    return `This proxy was started for the profile "${profile}" alone, and there is no such profile any more. Start it again, or add the profile.`
  }
  if (others.length > 0) {
    return `None of the profiles ${asked.join(', ')} has an endpoint that is enabled. Add one with "qcc endpoint add PROFILE".`
  }
  return `The profile "${profile}" has no endpoint that is enabled. Add one with "qcc endpoint add ${profile}".`
}
