/** How the tiers stand, as commands show it. */
import type { PlaceStatus, TiersStatus } from '../admin/contract.ts'
import type { Switch } from '../core/failover/switch.ts'
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import type { LiveProxy } from './live.ts'
import type { ExplainedTiersJson, SwitchJson, TiersJson } from './shapes/tiers.ts'

/** What a running proxy says of its tiers; null without one, and for one that was started for one profile alone. */
export const liveTiers = (live: LiveProxy | null): TiersStatus | null =>
  live === null || live.only !== null ? null : live.status.tiers

export function tiersView({ lastSwitch, places, ...tiers }: TiersStatus): TiersJson {
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
export function explainedTiers(tiers: TiersStatus, switches: readonly Switch[]): ExplainedTiersJson {
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
function whyOf(
  { isActive, place, profiles, state }: PlaceStatus,
  switches: readonly Switch[],
): Switch | null {
  const isPassed = ({ cause, evidence }: Switch): boolean =>
    cause === 'failover' &&
    evidence.some(({ endpoint }) => profiles.some((name) => endpoint.startsWith(`${name}/`)))
  const last = switches.find((one) => one.from?.place === place || one.to?.place === place || isPassed(one))
  if (last === undefined) return null
  const ledHere = last.to?.place === place
  if (isActive) return ledHere ? last : null
  return state !== 'serving' && !ledHere && last.cause === 'failover' ? last : null
}

/** The newest switches on record. What happened is worth a look, and no reason not to show how things are. */
export async function recordedSwitches(
  context: Pick<Context, 'keptHistory'>,
  most: number,
): Promise<readonly Switch[]> {
  try {
    const history = await context.keptHistory()
    return (await history?.switches.newest(most)) ?? []
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
