import { activeProfiles, tierOf, type Document, type Profile } from '../../../core/config/document.ts'
import { TIERS } from '../../../core/model.ts'
import { activeWhy } from '../../active-view.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { liveProxy, type LiveProxy, liveTiers } from '../../live.ts'
import { localTime } from '../../../views/local-time.ts'
import { printJson } from '../../report.ts'
import type { PriorityListShape } from '../../shapes/priority.ts'
import { printTable } from '../../table.ts'
import { whyText } from '../../../views/switch-text.ts'
import { standingText } from '../../tiers-text.ts'
import { explainedTiers } from '../../../views/tiers-view.ts'
import { recordedSwitches } from '../../recorded-switches.ts'

/** Among so many, what made each tier as it is should be. */
const SWITCHES = 100

/** The tiers in order, with their profiles, and how each stands in the running proxy: these serve the root URL. */
export async function priorityList(context: Context): Promise<void> {
  const { json, output, say } = context
  const { document, number: version } = await configurationOf(context)
  const proxy = await liveProxy(context)
  const tiers = liveTiers(proxy)
  const live = tiers === null ? null : explainedTiers(tiers, await recordedSwitches(context, SWITCHES))
  const shown: PriorityListShape = { version, ...viewOf(document), live }
  if (json) return printJson<PriorityListShape>(context, shown)
  const { active, why, withoutTier } = shown
  if (why === 'none') return void output.note(say('profile.none'))
  const isByDefault = why !== 'tiers' && (live === null || live.hand === null)
  if (isByDefault) return void output.note(say('priority.by-default', { name: active.join() }))
  if (live === null) await printConfigured(shown, context)
  else await printLive(live, { document, proxy }, context)
  const outside = withoutTier.filter((name) => !live?.places.some(({ profiles }) => profiles.includes(name)))
  if (outside.length > 0) output.note(say('priority.outside', { names: outside.join(', ') }))
  if (proxy === null) output.note(say('priority.no-proxy'))
  else if (live === null) output.note(say('priority.proxy-alone', { name: proxy.only ?? '' }))
}

async function printConfigured({ tiers }: PriorityListShape, { output, say }: Context): Promise<void> {
  const rows = tiers.flatMap(({ profiles, tier }) =>
    profiles.map(({ endpoints, name }) => [tier, name, countText(endpoints.enabled, endpoints.all)]),
  )
  await printTable(output, [say('title.tier'), say('title.name'), say('title.endpoints')], rows)
}

/** Of endpoints that would serve, where that is known. */
async function printLive(
  live: NonNullable<PriorityListShape['live']>,
  { document, proxy }: { readonly document: Document; readonly proxy: LiveProxy | null },
  { clock, output, say }: Context,
): Promise<void> {
  const titles = ['', say('title.tier'), say('title.name'), say('title.endpoints')]
  const isOut = (names: readonly string[]): boolean =>
    names.every((name) => healthOf(document, name, proxy).able === 0)
  const rows = live.places.flatMap((place) =>
    place.profiles.map((name) => [
      place.isActive ? '*' : ' ',
      place.place === 'hand' || place.place === 'default' ? say(`tier.${place.place}`) : place.place,
      name,
      healthyText(healthOf(document, name, proxy)),
      standingText({ ...place, isOut: isOut(place.profiles) }, live, clock.now(), say),
      // Since it was left, as the reason beside it says, however often it was tried meanwhile.
      localTime(place.isActive ? live.activeSince : (place.why?.at ?? place.since)),
      place.why === null ? '-' : whyText(place.why, say),
    ]),
  )
  await printTable(output, [...titles, say('title.state'), say('title.since'), say('title.reason')], rows)
}

/** States that end by themselves within a moment do not count. */
const OUT: readonly string[] = ['disabled', 'benched', 'circuit-open', 'on-trial', 'host-down']

function healthOf(document: Document, name: string, proxy: LiveProxy | null) {
  const all = document.profiles.find((profile) => profile.name === name)?.endpoints ?? []
  const able = all.filter(({ id }) => {
    const told = proxy?.status.endpoints.find((one) => one.id === id)
    return told !== undefined && !OUT.includes(told.state)
  })
  return { able: able.length, all: all.length }
}

const healthyText = ({ able, all }: ReturnType<typeof healthOf>): string => countText(able, all)

const countText = (some: number, all: number): string => `${String(some)}/${String(all)}`

function viewOf(document: Document): Omit<PriorityListShape, 'version' | 'live'> {
  const active = activeProfiles(document)
  return {
    why: activeWhy(document),
    active: active.map(({ name }) => name),
    tiers: TIERS.map((tier) => ({
      tier,
      profiles: active.filter(({ name }) => tierOf(document, name) === tier).map(counted),
    })),
    withoutTier: document.profiles.map(({ name }) => name).filter((name) => tierOf(document, name) === null),
  }
}

const counted = ({ endpoints, name }: Profile): PriorityListShape['tiers'][number]['profiles'][number] => ({
  name,
  endpoints: { enabled: endpoints.filter(({ enabled }) => enabled).length, all: endpoints.length },
})
