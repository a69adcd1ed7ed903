import { route } from '../../src/core/failover/route.ts'
import { DEFAULT_POLICY, endpointId, type Endpoint, type RoutingTable } from '../../src/core/model.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import { freshRouter, onOutcome, onSend, type RouterState } from '../../src/core/router.ts'
import { asker, fleet, slotOf } from './fleet.ts'

/** The state after one request to `a` that ended like this, each time. */
export function metAt(now: number, of: RoutingTable, ...outcomes: readonly Outcome[]): RouterState {
  return outcomes.reduce(
    (state, outcome) => {
      const others = state.line.seats
        .filter(({ endpoint: { id } }) => id !== endpointId('a'))
        .map(({ endpoint: { id } }) => id)
      const decision = route(state, asker({ tried: others }), { now: now, roll: 0 })
      const slot = slotOf(decision)
      const seen = { outcome, progress: 'sent' as const, limits: null }
      return onOutcome(onSend(state, slot), slot, seen, { now: now, roll: 0.5 })
    },
    freshRouter(of, now),
  )
}

/** Without checks for their own sake. */
export const QUIET = { checkIntervalMs: Infinity, staleMs: Infinity }
export const quiet = (...names: readonly (Endpoint | string)[]): RoutingTable => ({
  ...fleet(...names),
  policy: { ...DEFAULT_POLICY, ...QUIET },
})
