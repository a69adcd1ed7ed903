import { describeProfile, setStrategy } from '../../core/config/changes.ts'
import { isReused, type Profile } from '../../core/config/document.ts'
import { inSequence } from '../../core/config/in-sequence.ts'
import type { Strategy } from '../../core/model.ts'
import { AppError } from '../../errors/app-error.ts'
import { applyChange, configurationOf } from '../apply.ts'
import { endpointChange } from '../change-endpoint.ts'
import type { CheckFlag } from '../check-endpoint.ts'
import type { Context } from '../context.ts'
import { profileView } from '../../views/endpoint-view.ts'
import { profileOf } from '../names.ts'
import { hasTargetFlags, type TargetFlags } from '../options.ts'
import { reportChange } from '../report.ts'
import type { ProfileChangeShape } from '../shapes/change.ts'
import type { Say } from '../texts.ts'
import { wantedProfile } from '../wanted.ts'

export interface SetFlags extends TargetFlags, CheckFlag {
  readonly description?: string
  /** False: as the setting says. */
  readonly strategy?: Strategy | false
}

/** Changes a profile's description and strategy, and the target of its only endpoint. */
export async function set(context: Context, named: string | undefined, flags: SetFlags): Promise<void> {
  const { say } = context
  const { description, strategy } = flags
  const hasTarget = hasTargetFlags(flags)
  if (!hasTarget && description === undefined && strategy === undefined)
    throw new AppError('usage', say('change.nothing-given'))
  const before = await configurationOf(context)
  const profile = await wantedProfile(context, before.document, named, 'qcc set PROFILE …')
  const { name } = profile
  const target =
    hasTarget || flags.check === true
      ? await endpointChange(context, onlyTarget(profile, say), {}, flags)
      : null
  const described = description === undefined ? null : describeProfile(name, description)
  const shared = strategy === undefined ? null : setStrategy(name, strategy || null)
  const changes = inSequence(described, shared, target?.change ?? null)
  const applied = await applyChange(context, changes, `set ${name}`)

  const { document } = applied.configuration
  const done = say('profile.changed', { name })
  reportChange<ProfileChangeShape>(context, applied, done, {
    profile: profileView(document, profileOf(document, name, say)),
  })
  target?.note()
}

/** The id of the one endpoint whose target can be meant: the only own one, else the only one. */
function onlyTarget({ endpoints, name }: Profile, say: Say): string {
  const own = endpoints.filter((entry) => !isReused(entry))
  const [only, ...others] = own.length > 0 ? own : endpoints
  if (only === undefined) throw new AppError('usage', say('profile.set-needs-endpoint', { name }))
  if (others.length === 0) return only.id
  const names = [only, ...others].map((entry) => entry.name).join(', ')
  throw new AppError('usage', say('profile.set-is-ambiguous', { name, names }))
}
