/** The control API's shapes: what the proxy promises to the command line and, later, to the dashboard. */
export const API = '/_qcc/api/v1'

/** `GET /identity`: who listens here. Tells nothing that is secret. */
export interface Identity {
  readonly product: 'qcc'
  readonly version: string
  readonly pid: number
  /** New at each start. */
  readonly instance: string
}
