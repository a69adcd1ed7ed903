import type { Document } from '../core/config/document.ts'
import { routingTable } from '../core/config/routing-table.ts'
import type { Endpoint } from '../core/model.ts'
import { policyOf, timersOf } from '../settings/resolve.ts'
import type { Context } from './context.ts'

/** The endpoint `id` of a document as a proxy would use it; null when its target is nowhere. */
export async function configuredEndpoint(
  context: Pick<Context, 'settings'>,
  document: Document,
  id: string,
): Promise<Endpoint | null> {
  const { settings } = await context.settings()
  const { profiles } = routingTable(document, { timers: timersOf(settings), policy: policyOf(settings) })
  return profiles.flatMap(({ endpoints }) => endpoints).find((one) => one.id === id) ?? null
}
