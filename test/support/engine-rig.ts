import type { Outcome, Progress } from '../../src/core/outcome.ts'
import { endpointId, type RoutingTable } from '../../src/core/model.ts'
import { FRESH_COURSE, type Course } from '../../src/core/retry/course.ts'
import type { Slot } from '../../src/core/router.ts'
import type { Ask } from '../../src/engine/ask.ts'
import type { Deps } from '../../src/engine/deps.ts'
import { Engine } from '../../src/engine/engine.ts'
import { slotOf } from './fleet.ts'

/** An engine on a clock and with dice that the test moves. */
export function engineOf(of: RoutingTable, more: Partial<Deps> = {}) {
  const time = { now: 1_000_000, roll: 0.5 }
  const engine = new Engine(of, { clock: { now: () => time.now }, dice: { roll: () => time.roll }, ...more })
  return { engine, time }
}

/** Where a request would go; what was sent is taken back. */
export function goes(engine: Engine, want: Ask): string {
  const decision = engine.acquire(want)
  if (decision.kind !== 'send') return decision.kind
  end(engine, decision.slot, { kind: 'cancelled' }, 'not-sent')
  return decision.to.id
}

export function end(engine: Engine, slot: Slot, outcome: Outcome, progress: Progress = 'streaming'): void {
  engine.release(slot, { outcome, progress, limits: null })
}

/** One request that is served. */
export function serve(engine: Engine, want: Ask): Slot {
  const slot = slotOf(engine.acquire(want))
  engine.commit(slot)
  end(engine, slot, { kind: 'ok' }, 'committed')
  return slot
}

/** A request that these have refused. */
export const tried = (...names: readonly string[]): Course => ({
  ...FRESH_COURSE,
  tried: new Map(names.map((name) => [endpointId(name), 'free'])),
})
