import type { ModelMap } from '../core/model-map.ts'
import type { AuthStyle } from '../core/model.ts'

/** Where Claude Code is to send its requests, and as whom. */
export type Target = ProxyTarget | DirectTarget

/** The proxy of this home, which knows the endpoints and their keys itself. */
export interface ProxyTarget {
  readonly kind: 'proxy'
  /** With the path of a profile, if it is limited to one. */
  readonly baseUrl: string
  /** What the proxy takes as a client's credential. */
  readonly token: string
  /** False: the block that says which client asks is to be left out. */
  readonly attribution?: boolean
  /** How long a request is held when nobody can serve, in seconds; null: as the proxy has it. */
  readonly holdS: number | null
}

/** One endpoint, without the proxy. */
export interface DirectTarget {
  readonly kind: 'direct'
  readonly baseUrl: string
  readonly auth: AuthStyle
  readonly key: string
  /** Names of models as clients ask for them, and as the endpoint knows them. */
  readonly models: ModelMap
  /** As of the proxy. */
  readonly attribution?: boolean
  /** Whether it refuses any beta feature: without the proxy Claude Code can only be asked to use none. */
  readonly deniesBetas?: boolean
}

/** Variables of a process by name; an empty one counts as not set. */
export type Variables = Readonly<Record<string, string>>
