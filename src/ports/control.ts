/** The control API as the proxy's server sees it: it serves `/_qcc/` and never an endpoint. */
export interface Control {
  /** Rejects with an `AppError` what cannot be answered. */
  answer(request: ControlRequest): Promise<ControlAnswer>
}

export interface ControlRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** What `authorization: Bearer` carries; null without one. */
  readonly token: string | null
  /** Reads the whole body; rejects one that is larger than any such request needs. */
  body(): Promise<Buffer>
}

export interface ControlAnswer {
  readonly status: number
  /** Sent as JSON. */
  readonly body: unknown
}
