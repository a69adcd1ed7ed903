import {
  activeProfiles,
  defaultProfileOf,
  tieredProfiles,
  type Document,
} from '../../../core/config/document.ts'
import { setTier } from '../../../core/config/set-tier.ts'
import { TIERS, type Tier } from '../../../core/model.ts'
import { applyChange, configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { missing } from '../../missing.ts'
import { reportChange } from '../../report.ts'
import type { PrioritySetShape } from '../../shapes/priority.ts'
import type { Say } from '../../texts.ts'
import { wantedProfile } from '../../wanted.ts'

export type WantedTier = Tier | 'none'

const USAGE = 'qcc priority set PROFILE primary|secondary|fallback|none'

/** Puts a profile behind the others of a tier, or takes it out of its own. */
export async function prioritySet(
  context: Context,
  named: string | undefined,
  given: WantedTier | undefined,
): Promise<void> {
  const { output, say } = context
  const { document: before } = await configurationOf(context)
  const { name } = await wantedProfile(context, before, named, USAGE)
  const wanted = given ?? (await answeredTier(context, name))
  const tier = wanted === 'none' ? null : wanted
  const applied = await applyChange(context, setTier(name, tier), `priority set ${name} ${wanted}`)
  const { document } = applied.configuration
  const active = activeProfiles(document).map((profile) => profile.name)
  reportChange<PrioritySetShape>(context, applied, doneText(document, name, tier, say), {
    ...{ profile: name, tier, active },
  })
  const served = applied.kind === 'changed' ? servedText(before, document, say) : null
  if (served !== null) output.note(served)
}

async function answeredTier({ ask, say }: Pick<Context, 'ask' | 'say'>, name: string): Promise<WantedTier> {
  const asker = await ask()
  if (asker === null) throw missing('TIER', USAGE, say)
  const choices = [
    ...TIERS.map((tier) => ({ value: tier, label: tier })),
    { value: 'none' as const, label: say('priority.no-tier') },
  ]
  return asker.choose<WantedTier>(say('priority.which-tier', { name }), choices)
}

function doneText({ tiers = {} }: Document, name: string, tier: Tier | null, say: Say): string {
  if (tier === null) return say('priority.unset', { name })
  const names = tiers[tier] ?? []
  return say('priority.set', { name, tier, place: names.indexOf(name) + 1, count: names.length })
}

/** What the first and the last tier change for the default profile; null when nothing. */
function servedText(before: Document, after: Document, say: Say): string | null {
  const [had, has] = [before, after].map((document) => tieredProfiles(document))
  const left = defaultProfileOf(after)
  if (left === null || had === undefined || has === undefined) return null
  if (has.length === 0 && had.length > 0) return say('priority.default-left', { name: left.name })
  const isOut = had.length === 0 && has.length > 0 && !has.includes(left)
  return isOut ? say('priority.default-out', { name: left.name }) : null
}
