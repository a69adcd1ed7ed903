import type { Context } from '../../../context.ts'
import { removeService } from '../../../remove-service.ts'
import { printJson } from '../../../report.ts'
import type { ServiceUninstallShape } from '../../../shapes/service.ts'

/** Lets the system start the proxy of this home no more, and stops the one that it has started. */
export async function serviceUninstall(context: Context): Promise<void> {
  const { json, output, say } = context
  const file = (await context.service())?.file ?? null
  const removed = (await removeService(context)) !== null
  if (file === null) output.note(say('service.unsupported'))
  else if (!removed) output.note(say('service.none', { file }))
  if (json) printJson<ServiceUninstallShape>(context, { file, removed })
}
