import type { BenchStatus, EndpointStatus, ScoreStatus } from '../admin/contract.ts'
import { effectiveWeight as effectiveOf } from '../core/balancer/effective-weight.ts'
import { endOf, type No } from '../core/failover/eligible.ts'
import type { Bench } from '../core/health/bench.ts'
import type { Evidence } from '../core/health/evidence.ts'
import type { Score } from '../core/health/score.ts'
import { spentToday } from '../core/health/watch.ts'
import { isWithin } from '../core/span.ts'
import type { Standing } from '../engine/standings.ts'

/** How an endpoint stands, as the control API tells it. */
export function endpointStatus(standing: Standing, now: number): EndpointStatus {
  const { endpoint, evidence, factors, inFlight, no } = standing
  const { enabled, id, name } = endpoint
  const benches = evidence.benches.filter((bench) => isWithin(bench, now)).map(benchStatus)
  const effective = no !== null && OUT.has(no.kind) ? 0 : effectiveOf(factors)
  const common = {
    ...{ id, name, enabled, inFlight, benches, effectiveWeight: { effective, ...factors } },
    ...{ score: scoreStatus(standing.score), lastCheck: lastCheckIn(evidence) },
    checkTokens: spentToday(evidence.watch, now),
  }
  if (no === null) return { ...common, state: 'ok', reason: null, until: null }
  const reason = no.kind === 'benched' ? no.bench.reason : null
  return { ...common, state: no.kind, reason, until: endOf(no) }
}

function scoreStatus(score: Score): ScoreStatus {
  if (score.kind === 'known') {
    const { condition, observations, overall, parts, source } = score
    return { condition, source, observations, overall, ...parts }
  }
  const { observations } = score
  const none = { success: null, response: null, stability: null, quality: null }
  return { condition: 'unknown', source: null, observations, overall: null, ...none }
}

function lastCheckIn({ checks }: Evidence): EndpointStatus['lastCheck'] {
  const last = checks.at(-1)
  if (last === undefined) return null
  const { at, kind, quality, verdict } = last
  return { at, kind, verdict, quality }
}

/** Whoever comes then, it gets no new session. */
const OUT: ReadonlySet<No['kind']> = new Set(['disabled', 'fenced-off', 'benched', 'circuit-open'])

const benchStatus = ({ model, reason, until }: Bench): BenchStatus => ({ model, reason, until })
