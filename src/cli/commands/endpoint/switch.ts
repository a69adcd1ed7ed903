import { setEndpoint } from '../../../core/config/changes.ts'
import { applyChange, configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { wantedEndpoint, type NamedEndpoint } from '../../wanted.ts'
import { reportEndpoint } from './report-endpoint.ts'

/** Lets an endpoint take part, or keeps it and its settings while it does not. */
export async function endpointSwitch(
  context: Context,
  named: NamedEndpoint,
  enabled: boolean,
): Promise<void> {
  const { say } = context
  const { document } = await configurationOf(context)
  const verb = enabled ? 'enable' : 'disable'
  const usage = `qcc endpoint ${verb} PROFILE ID`
  const { entry, profile } = await wantedEndpoint(context, document, named, usage)
  const name = `${profile.name}/${entry.name}`
  const applied = await applyChange(context, setEndpoint(entry.id, { enabled }), `endpoint ${verb} ${name}`)
  const done = say(enabled ? 'endpoint.enabled' : 'endpoint.disabled', { name })
  reportEndpoint(context, applied, done, entry.id)
}
