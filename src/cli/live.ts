import type { ProxyStatus } from '../admin/contract.ts'
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'

/** A running proxy, as it answered. */
export interface LiveProxy {
  readonly status: ProxyStatus
  /** The one profile that it was started for; null when it serves the active one. */
  readonly only: string | null
}

/** The proxy of this home; null when none runs, also when it ends while it is asked. */
export async function liveProxy(context: Pick<Context, 'proxy'>): Promise<LiveProxy | null> {
  try {
    const running = await context.proxy()
    return running === null ? null : { status: await running.status(), only: running.started.profile }
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-proxy') return null
    throw error
  }
}
