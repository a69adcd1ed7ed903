import type { EndpointStatus, ProxyStatus, TiersStatus } from '../admin/contract.ts'
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

/** What it tells of its endpoints, by their ids. */
export const toldBy = (live: LiveProxy | null): ReadonlyMap<string, EndpointStatus> | null =>
  live === null ? null : new Map(live.status.endpoints.map((one) => [one.id, one]))

/** What it says of its tiers; null without one, and for one that was started for one profile alone. */
export const liveTiers = (live: LiveProxy | null): TiersStatus | null =>
  live === null || live.only !== null ? null : live.status.tiers
