import type { Endpoint, EndpointId } from './model.ts'

/** What is known of one endpoint. */
export interface EndpointState {
  readonly endpoint: Endpoint
  /** Attempts that were sent and have no outcome yet. */
  readonly inFlight: number
  /** False once it has left the configuration: it stays here until its last attempt is over, so that none is counted to a namesake. */
  readonly isConfigured: boolean
}

/** Everything that routing decides from, in the order of the configuration. */
export type RouterState = ReadonlyMap<EndpointId, EndpointState>

/** The state after the configuration changed: endpoints that survive keep what is known of them. */
export function onConfig(state: RouterState, endpoints: readonly Endpoint[]): RouterState {
  const next = new Map<EndpointId, EndpointState>()
  for (const endpoint of endpoints) {
    const inFlight = state.get(endpoint.id)?.inFlight ?? 0
    next.set(endpoint.id, { endpoint, inFlight, isConfigured: true })
  }
  for (const [id, known] of state) {
    if (known.inFlight > 0 && !next.has(id)) next.set(id, { ...known, isConfigured: false })
  }
  return next
}

/** The endpoints that may serve at all. */
export const configured = (state: RouterState): readonly EndpointState[] =>
  [...state.values()].filter(({ isConfigured }) => isConfigured)

export const onSend = (state: RouterState, id: EndpointId): RouterState => withInFlight(state, id, 1)

export const onOutcome = (state: RouterState, id: EndpointId): RouterState => withInFlight(state, id, -1)

function withInFlight(state: RouterState, id: EndpointId, change: 1 | -1): RouterState {
  const known = state.get(id)
  if (known === undefined) return state
  const inFlight = known.inFlight + change
  const next = new Map(state).set(id, { ...known, inFlight })
  if (inFlight === 0 && !known.isConfigured) next.delete(id)
  return next
}
