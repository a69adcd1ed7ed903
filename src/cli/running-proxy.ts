import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import type { ControlClient } from './control-client.ts'

/** The proxy of this home. Throws `no-proxy` when none runs. */
export async function runningProxy(context: Context): Promise<ControlClient> {
  const running = await context.proxy()
  if (running === null) throw new AppError('no-proxy', context.say('proxy.none', { home: context.home }))
  return running
}
