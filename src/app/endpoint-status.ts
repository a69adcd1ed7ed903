import type { BenchStatus, EndpointStatus } from '../admin/contract.ts'
import { endOf } from '../core/failover/eligible.ts'
import type { Bench } from '../core/health/bench.ts'
import { isWithin } from '../core/span.ts'
import type { Standing } from '../engine/standings.ts'

/** How an endpoint stands, as the control API tells it. */
export function endpointStatus(standing: Standing, now: number): EndpointStatus {
  const { endpoint, evidence, inFlight, no } = standing
  const { enabled, id, name } = endpoint
  const benches = evidence.benches.filter((bench) => isWithin(bench, now)).map(benchStatus)
  const common = { id, name, enabled, inFlight, benches }
  if (no === null) return { ...common, state: 'ok', reason: null, until: null }
  const reason = no.kind === 'benched' ? no.bench.reason : null
  return { ...common, state: no.kind, reason, until: endOf(no) }
}

const benchStatus = ({ model, reason, until }: Bench): BenchStatus => ({ model, reason, until })
