/** The control API as the proxy's server sees it: it serves `/_qcc/` and never an endpoint. */
export interface Control {
  /** `path` without the query. Null when there is no such thing. */
  answer(method: string, path: string): ControlAnswer | null
}

export interface ControlAnswer {
  readonly status: number
  /** Sent as JSON. */
  readonly body: unknown
}
