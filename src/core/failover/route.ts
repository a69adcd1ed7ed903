import { pickWeighted } from '../balancer/weighted.ts'
import type { Endpoint, EndpointId } from '../model.ts'
import { configured, type RouterState } from '../router.ts'

export type Decision =
  | { readonly kind: 'send'; readonly to: Endpoint }
  /** Nobody is left for this request. */
  | { readonly kind: 'exhausted' }

/** What a decision needs to know of the request. */
export interface Asker {
  /** Endpoints that this request has tried. */
  readonly tried: ReadonlySet<EndpointId>
  /** The conversation it belongs to, or null when it names none. */
  readonly session: string | null
}

/** Chooses the endpoint of the next attempt. `roll` in [0, 1) decides where no session does. */
export function route(state: RouterState, asker: Asker, roll: number): Decision {
  const untried = configured(state)
    .map(({ endpoint }) => endpoint)
    .filter(({ id }) => !asker.tried.has(id))
  const to = pickWeighted(untried, asker.session, roll)
  return to === null ? { kind: 'exhausted' } : { kind: 'send', to }
}
