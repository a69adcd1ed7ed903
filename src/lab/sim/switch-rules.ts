/** What must hold of places: how often they are left, and that they come back. */
import type { Switch } from '../../core/failover/switch.ts'
import type { EndpointId, Policy } from '../../core/model.ts'
import { isWithin } from '../../core/span.ts'
import type { Engine } from '../../engine/engine.ts'
import { Violation } from './violation.ts'

/** Of one check: probes are half a minute apart and may take half a minute, requests in their place longer. */
const ROUND_MS = 90_000
/** A place that nobody has any use for is not probed. */
const IDLE_MS = 1_800_000

export class SwitchRules {
  /** When a place was left last, by itself. */
  readonly #leftAt = new Map<string, number>()
  /** Since when a place is well, as the world has it and as the engine knows it. */
  readonly #wellSince = new Map<string, number>()

  onSwitch({ at, cause, from }: Switch, { tierCooldownMs }: Policy): void {
    if (cause === 'manual' || cause === 'config') this.#leftAt.clear()
    if (cause !== 'failover' || from === null) return
    const before = this.#leftAt.get(from.place)
    this.#leftAt.set(from.place, at)
    if (before === undefined || at - before >= tierCooldownMs) return
    throw new Violation(
      'a place was left twice within its cooldown',
      `${from.place} at ${String(before)} and at ${String(at)}`,
    )
  }

  copy(): SwitchRules {
    const copy = new SwitchRules()
    for (const [place, at] of this.#leftAt) copy.#leftAt.set(place, at)
    return copy
  }

  /** Looks after places now and then. `isCalm`: nothing happens to this target; `servedAt`: when a client was served last. */
  look(engine: Engine, isCalm: (source: EndpointId) => boolean, servedAt: number, now: number): void {
    const { evidence, line } = engine.state
    const { autoRecovery, recoveryChecks } = line.table.policy
    if (line.places.length < 2 || !autoRecovery) return
    for (const [index, { isActive, place, standing }] of engine.tiers().places.entries()) {
      const seats = line.places[index]?.seats ?? []
      const isWell = seats.some(({ endpoint, source }) => {
        const known = evidence[source]
        const isOut = known === undefined || known.benches.some((bench) => isWithin(bench, now))
        return endpoint.enabled && isCalm(endpoint.sourceId) && !isOut && known.circuit.kind === 'closed'
      })
      if (!isWell || standing.kind !== 'recovering' || isActive || now - servedAt > IDLE_MS) {
        this.#wellSince.delete(place)
        continue
      }
      const since = this.#wellSince.get(place) ?? now
      this.#wellSince.set(place, since)
      if (now - Math.max(since, standing.since) > ROUND_MS * Math.max(2, recoveryChecks)) {
        throw new Violation(
          'a place that is well does not come back',
          `${place} has been well since ${String(since)}, and recovers since ${String(standing.since)} at ${String(now)}`,
        )
      }
    }
  }
}
