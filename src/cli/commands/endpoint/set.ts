import type { OwnPart } from '../../../core/config/changes.ts'
import { AppError } from '../../../errors/app-error.ts'
import { applyChange, configurationOf } from '../../apply.ts'
import { endpointChange } from '../../change-endpoint.ts'
import type { CheckFlag } from '../../check-endpoint.ts'
import { checkedName } from '../../checked.ts'
import type { Context } from '../../context.ts'
import { priorityOf, type OwnFlags } from '../../new-endpoint.ts'
import { hasTargetFlags, type TargetFlags } from '../../options.ts'
import { wantedEndpoint, type NamedEndpoint } from '../../wanted.ts'
import { reportEndpoint } from './report-endpoint.ts'

export type EndpointSetFlags = TargetFlags & OwnFlags & CheckFlag

/** Changes an endpoint: its name, weight, priority and cap, and its target where that is its own. */
export async function endpointSet(
  context: Context,
  named: NamedEndpoint,
  flags: EndpointSetFlags,
): Promise<void> {
  const { say } = context
  const own: OwnPart = {
    ...(flags.name === undefined ? {} : { name: checkedName(flags.name, say) }),
    ...(flags.weight === undefined ? {} : { weight: flags.weight }),
    ...(flags.priority === undefined ? {} : { priority: priorityOf(flags) }),
    ...(flags.maxConcurrent === undefined ? {} : { maxConcurrent: flags.maxConcurrent || undefined }),
  }
  if (Object.keys(own).length === 0 && !hasTargetFlags(flags)) {
    throw new AppError('usage', say('change.nothing-given'))
  }
  const { document } = await configurationOf(context)
  const { entry, profile } = await wantedEndpoint(context, document, named, 'qcc endpoint set PROFILE ID …')
  const { id } = entry
  const name = `${profile.name}/${entry.name}`
  const { change, note } = await endpointChange(context, id, own, flags)
  const applied = await applyChange(context, change, `endpoint set ${name}`)
  reportEndpoint(context, applied, say('endpoint.changed', { name }), id)
  note()
}
