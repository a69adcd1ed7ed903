import type { Endpoint, EndpointId } from './model.ts'

/** What is known of one endpoint. */
export interface EndpointState {
  readonly endpoint: Endpoint
  /** Attempts that were sent and have no outcome yet. */
  readonly inFlight: number
}

/** Everything that routing decides from, in the order of the configuration. */
export type RouterState = ReadonlyMap<EndpointId, EndpointState>

/** The state after the configuration changed: endpoints that survive keep what is known of them. */
export const onConfig = (state: RouterState, endpoints: readonly Endpoint[]): RouterState =>
  new Map(endpoints.map((endpoint) => [endpoint.id, { inFlight: 0, ...state.get(endpoint.id), endpoint }]))

export const onSend = (state: RouterState, id: EndpointId): RouterState => withInFlight(state, id, 1)

export const onOutcome = (state: RouterState, id: EndpointId): RouterState => withInFlight(state, id, -1)

function withInFlight(state: RouterState, id: EndpointId, change: 1 | -1): RouterState {
  const known = state.get(id)
  if (known === undefined) return state // removed while a request was out
  return new Map(state).set(id, { ...known, inFlight: known.inFlight + change })
}
