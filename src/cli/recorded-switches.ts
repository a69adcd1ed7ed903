import type { Switch } from '../core/failover/switch.ts'
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'

/** The newest switches on record. What happened is worth a look, and no reason not to show how things are. */
export async function recordedSwitches(
  context: Pick<Context, 'keptHistory'>,
  most: number,
): Promise<readonly Switch[]> {
  try {
    const history = await context.keptHistory()
    return (await history?.switches.newest(most)) ?? []
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
