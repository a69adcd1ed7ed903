import type { Asker, Decision } from '../core/failover/route.ts'
import { route } from '../core/failover/route.ts'
import type { Endpoint, EndpointId } from '../core/model.ts'
import {
  configured,
  onConfig,
  onOutcome,
  onSend,
  type EndpointState,
  type RouterState,
} from '../core/router.ts'
import type { Dice } from '../ports/dice.ts'

/**
 * The one mutable cell. Every change is a synchronous call, so no two requests
 * can interleave inside a decision and no lock is needed.
 */
export class Engine {
  readonly #dice: Dice
  #state: RouterState

  constructor(endpoints: readonly Endpoint[], dice: Dice) {
    this.#dice = dice
    this.#state = onConfig(new Map(), endpoints)
  }

  /** Decides and books in one step. Each `send` must be followed by one `release`. */
  acquire(asker: Asker): Decision {
    const decision = route(this.#state, asker, this.#dice.roll())
    if (decision.kind === 'send') this.#state = onSend(this.#state, decision.to.id)
    return decision
  }

  release(id: EndpointId): void {
    this.#state = onOutcome(this.#state, id)
  }

  /** Takes another configuration; attempts under way are still released. */
  configure(endpoints: readonly Endpoint[]): void {
    this.#state = onConfig(this.#state, endpoints)
  }

  /** The endpoints that may serve at all. */
  get endpoints(): readonly EndpointState[] {
    return configured(this.#state)
  }

  /** Attempts without an outcome yet, over all endpoints. */
  get inFlight(): number {
    return [...this.#state.values()].reduce((sum, endpoint) => sum + endpoint.inFlight, 0)
  }
}
