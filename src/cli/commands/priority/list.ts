import { activeProfiles, tierOf, type Document, type Profile } from '../../../core/config/document.ts'
import { TIERS } from '../../../core/model.ts'
import { activeWhy } from '../../active-view.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { printJson } from '../../report.ts'
import type { PriorityListShape } from '../../shapes/priority.ts'
import { printTable } from '../../table.ts'

/** The tiers in order, with their profiles; these serve the root URL. */
export async function priorityList(context: Context): Promise<void> {
  const { json, output, say } = context
  const { document, number: version } = await configurationOf(context)
  const shown: PriorityListShape = { version, ...viewOf(document) }
  if (json) return printJson<PriorityListShape>(context, shown)
  const { active, tiers, why, withoutTier } = shown
  if (why === 'none') return void output.note(say('profile.none'))
  if (why !== 'tiers') return void output.note(say('priority.by-default', { name: active.join() }))
  const rows = tiers.flatMap(({ profiles, tier }) =>
    profiles.map(({ endpoints, name }) => [
      ...[tier, name],
      `${String(endpoints.enabled)}/${String(endpoints.all)}`,
    ]),
  )
  await printTable(output, [say('title.tier'), say('title.name'), say('title.endpoints')], rows)
  if (withoutTier.length > 0) output.note(say('priority.outside', { names: withoutTier.join(', ') }))
}

function viewOf(document: Document): Omit<PriorityListShape, 'version'> {
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
