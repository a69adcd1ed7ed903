import { removeEndpoint } from '../../../core/config/changes.ts'
import { applyChange, checkChange, configurationOf } from '../../apply.ts'
import { confirmed } from '../../confirm.ts'
import type { Context } from '../../context.ts'
import { reportChange } from '../../report.ts'
import type { EndpointRemovalShape } from '../../shapes/change.ts'
import { wantedEndpoint, type NamedEndpoint } from '../../wanted.ts'

/** Takes an endpoint out of its profile, once a person agrees. */
export async function endpointRemove(context: Context, named: NamedEndpoint): Promise<void> {
  const { say } = context
  const { document } = await configurationOf(context)
  const usage = 'qcc endpoint remove PROFILE ID'
  const { entry, profile } = await wantedEndpoint(context, document, named, usage)
  const name = `${profile.name}/${entry.name}`
  const change = removeEndpoint(entry.id)
  await checkChange(context, change)
  await confirmed(context, say('endpoint.remove-asks', { name }))
  const applied = await applyChange(context, change, `endpoint remove ${name}`)
  reportChange<EndpointRemovalShape>(context, applied, say('endpoint.removed', { name }), { removed: name })
}
