import { refusals, route, type Decision } from '../../src/core/failover/route.ts'
import type { Asker } from '../../src/core/failover/asker.ts'
import type { TierStanding } from '../../src/core/failover/tier.ts'
import type { RoutingTable } from '../../src/core/model.ts'
import type { Outcome, Progress } from '../../src/core/outcome.ts'
import { freshRouter, onOutcome, onSend, type RouterState, type Slot } from '../../src/core/router.ts'
import { asker, given, slotOf } from './fleet.ts'

export const NOW = 1_000_000

/** A router and a clock, moved by hand. */
export interface World {
  state: RouterState
  now: number
}
export const world = (of: RoutingTable): World => ({ state: freshRouter(of, NOW), now: NOW })
export const decide = ({ now, state }: World, want: Asker = asker(), roll = 0) =>
  route(state, want, { now, roll })

/** Where a decision leads, in a word. */
const word = (decision: Decision): string => {
  if (decision.kind === 'send') return decision.to.name
  return decision.kind === 'wait' ? `wait for ${decision.why}` : 'exhausted'
}
export const goes = (at: World, want: Asker = asker(), roll = 0): string => word(decide(at, want, roll))

/** Sends and books it; a test that gets another decision is wrong. */
export function book(at: World, want: Asker = asker(), roll = 0): Slot {
  const slot = slotOf(decide(at, want, roll))
  at.state = onSend(at.state, slot)
  return slot
}
export function end(at: World, slot: Slot, outcome: Outcome, progress: Progress = 'streaming'): void {
  at.state = onOutcome(at.state, slot, { outcome, progress, limits: null }, { now: at.now, roll: 0.5 })
}
/** One request to `name` alone that ends like this. */
export function meet(at: World, name: string, outcome: Outcome, times = 1): void {
  for (let i = 0; i < times; i++) {
    const others = at.state.line.seats.filter((seat) => seat.endpoint.name !== name)
    end(at, book(at, asker({ tried: others.map((seat) => seat.endpoint.name) })), outcome)
  }
}
/** The place of this index stands like this from now on. */
export function stand(at: World, index: number, standing: TierStanding): void {
  const record = given(at.state.tiers[index])
  at.state = { ...at.state, tiers: at.state.tiers.with(index, { ...record, standing }) }
}
export const noesOf = (at: World, want: Asker = asker()) =>
  refusals(at.state, want, at.now).map(({ endpoint: { name }, no, returnsAt }) => [name, no.kind, returnsAt])
