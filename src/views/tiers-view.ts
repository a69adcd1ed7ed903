/** How the tiers stand, as commands show it. */
import type { Switch } from '../core/failover/switch.ts'
import type { ExplainedTiersJson, SwitchJson, TiersJson } from './shapes/tiers.ts'

/** How the places of the root URL stand, by the word of a running proxy. */
interface TiersTold extends Omit<TiersJson, 'places' | 'lastSwitch'> {
  readonly places: readonly PlaceTold[]
  readonly lastSwitch: Switch | null
}

type PlaceTold = Omit<TiersJson['places'][number], 'profiles'> & { readonly profiles: readonly string[] }

export function tiersView({ lastSwitch, places, ...tiers }: TiersTold): TiersJson {
  return {
    ...tiers,
    places: places.map((one) => ({ ...one, profiles: [...one.profiles] })),
    lastSwitch: lastSwitch === null ? null : switchView(lastSwitch),
  }
}

export const switchView = ({ at, cause, evidence, from, reason, to }: Switch): SwitchJson => ({
  at,
  from: from === null ? null : { ...from, profiles: [...from.profiles] },
  to: to === null ? null : { ...to, profiles: [...to.profiles] },
  ...{ cause, reason, evidence: [...evidence] },
})

/** Each place with the switch that made it as it is, as far as the `switches`, newest first, tell. */
export function explainedTiers(tiers: TiersTold, switches: readonly Switch[]): ExplainedTiersJson {
  const { lastSwitch } = tiers
  const known = lastSwitch === null ? switches : [lastSwitch, ...switches]
  const view = tiersView(tiers)
  const places = view.places.map((place) => {
    const why = whyOf(place, known)
    return { ...place, why: why === null ? null : switchView(why) }
  })
  return { ...view, places }
}

/** The last one that left it or passed it over, while it is away, or that led to it, while it is active. An older one says nothing. */
function whyOf({ isActive, place, profiles, state }: PlaceTold, switches: readonly Switch[]): Switch | null {
  const isPassed = ({ cause, evidence }: Switch): boolean =>
    cause === 'failover' &&
    evidence.some(({ endpoint }) => profiles.some((name) => endpoint.startsWith(`${name}/`)))
  const last = switches.find((one) => one.from?.place === place || one.to?.place === place || isPassed(one))
  if (last === undefined) return null
  const ledHere = last.to?.place === place
  if (isActive) return ledHere ? last : null
  return state !== 'serving' && !ledHere && last.cause === 'failover' ? last : null
}
