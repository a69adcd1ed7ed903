import type { Endpoint, RoutingTable } from '../../core/model.ts'
import type { ProxyEvent } from './scenario.ts'
import { selected } from './selector.ts'

/** The table after somebody changed it. */
export function reconfigured(table: RoutingTable, { atMs, does, where }: ProxyEvent): RoutingTable {
  const ids = selected(table, where)
  const changed = (endpoint: Endpoint): Endpoint => {
    if (!ids.has(endpoint.sourceId)) return endpoint
    if (does === 'new-key') return { ...endpoint, credential: `${endpoint.credential}-${String(atMs)}` }
    return { ...endpoint, enabled: does === 'enable' }
  }
  const profiles = table.profiles.map((profile) => ({
    ...profile,
    endpoints: profile.endpoints.map(changed),
  }))
  return { ...table, profiles }
}
