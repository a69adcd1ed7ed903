import { addProfile } from '../../core/config/changes.ts'
import { defaultProfileOf, type Profile } from '../../core/config/document.ts'
import type { Strategy } from '../../core/model.ts'
import { AppError } from '../../errors/app-error.ts'
import { applyChange, checkChange } from '../apply.ts'
import type { CheckFlag } from '../check-endpoint.ts'
import type { Context } from '../context.ts'
import { profileView } from '../../views/endpoint-view.ts'
import { profileOf } from '../names.ts'
import { newEndpoint, noteTarget } from '../new-endpoint.ts'
import type { TargetFlags } from '../options.ts'
import { reportChange } from '../report.ts'
import type { ProfileChangeShape } from '../shapes/change.ts'
import { newTarget } from '../target.ts'
import { wantedName } from '../wanted.ts'
import { withVendor } from '../with-vendor.ts'

export interface AddFlags extends TargetFlags, CheckFlag {
  readonly description?: string
  readonly strategy?: Strategy
}

/** A new profile, with its first endpoint when one is given or answered for. */
export async function add(context: Context, named: string | undefined, given: AddFlags): Promise<void> {
  const { say } = context
  const flags = withVendor(context, given)
  const name = await wantedName(context, named, 'qcc add NAME')
  const { strategy } = flags
  const empty: Profile = { name, description: flags.description || undefined, strategy, endpoints: [] }
  await checkChange(context, addProfile(empty))
  const target = await newTarget(context, flags)
  if (target === null && flags.check === true) throw new AppError('usage', say('endpoint.needs-base-url'))
  const endpoints = target === null ? [] : [await newEndpoint(context, empty, target, flags)]
  const applied = await applyChange(context, addProfile({ ...empty, endpoints }), `add ${name}`)

  const { document } = applied.configuration
  const profile = profileOf(document, name, say)
  const [first] = endpoints
  const done = [
    first === undefined
      ? say('profile.added', { name })
      : say('profile.added-with', { name, endpoint: `${name}/${first.name}`, url: first.baseUrl }),
    ...(defaultProfileOf(document) === profile ? [say('profile.is-default')] : []),
  ]
  reportChange<ProfileChangeShape>(context, applied, done.join(''), {
    profile: profileView(document, profile),
  })
  if (target !== null) noteTarget(context, target)
}
