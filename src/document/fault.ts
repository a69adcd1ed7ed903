import type { SettingFault } from '../settings/parse-setting.ts'

/** One thing that is wrong with a document. */
export interface Fault {
  /** Keys and positions from the top of the document; empty for the document itself. */
  readonly path: readonly (string | number)[]
  readonly code: FaultCode
  /** What the text names. `nearest` is what was probably meant. */
  readonly values: Readonly<Record<string, string>>
}

/** What can be wrong. The text for people is `fault.CODE`, filled in with the fault's values. */
export type FaultCode =
  | 'unknown-key'
  | 'missing'
  | 'not-text'
  | 'not-number'
  | 'not-switch'
  | 'not-list'
  | 'not-object'
  | 'not-choice'
  | 'empty'
  | 'id'
  | 'name'
  | 'weight'
  | 'priority'
  | 'duplicate-id'
  | 'duplicate-name'
  | 'max-concurrent'
  | 'status'
  | 'pattern'
  | 'pattern-long'
  | 'pattern-slow'
  /** It names nothing, and would fit everything. */
  | 'rule-empty'
  /** A profile stands in a tier a second time. */
  | 'in-tier-twice'
  | 'base-url'
  | 'base-url-scheme'
  /** It holds a key, a query or a fragment. */
  | 'base-url-parts'
  /** It goes on to `/v1`, which clients add. `values.expected` is how it should be. */
  | 'base-url-v1'
  | 'outbound-proxy'
  | 'credential'
  /** The default profile, or a name in a tier, is that of nothing. */
  | 'no-profile'
  /** A key of a target where the target is reused. */
  | 'beside-from'
  | 'from-form'
  | 'from-nowhere'
  | 'from-own-profile'
  /** The endpoint named reuses another one itself; `values.origin` is the end of that. */
  | 'from-reused'
  | 'from-circle'
  | 'unknown-setting'
  | SettingFault['code']
  /** Of a simulation's file; see `lab/sim/reading.ts`. */
  | 'scenario-number'
  | 'scenario-duration'
  | 'scenario-spread'
  | 'scenario-share'
  | 'scenario-place'
  | 'yaml-syntax'
  | 'yaml-aliases'
  | 'duplicate-key'

/** A fault without a place, for what did not come out of a document. */
export const faultOf = (code: FaultCode, path: Fault['path'] = [], values: Fault['values'] = {}): Fault => ({
  path,
  code,
  values,
})

/** Where a fault is, as one text. */
export const placeText = (path: Fault['path']): string => (path.length === 0 ? 'document' : path.join('.'))
