import type { Context } from './context.ts'
import type { StatusShape } from './shapes/status.ts'

/** How this home stands to its remote, without asking that; null where sync is not set up. */
export async function syncView(
  context: Pick<Context, 'say' | 'settings' | 'syncStatus'>,
): Promise<StatusShape['sync']> {
  const { settings } = await context.settings()
  const backend = settings['sync.backend']
  if (backend === 'local') return null
  const { fault, ...status } = await context.syncStatus()
  return {
    ...{ backend, place: settings['sync.place'], ...status },
    fault: fault === null ? null : { at: fault.at, why: context.say(fault.text, fault.details) },
  }
}
