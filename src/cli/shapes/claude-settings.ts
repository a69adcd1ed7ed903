/** What is in Claude Code's settings, and what meets it; part of several outputs. */
import * as v from 'valibot'

/** Null where there is no such variable; `***` for a credential. */
export const variableChange = v.strictObject({
  name: v.string(),
  before: v.nullable(v.string()),
  after: v.nullable(v.string()),
})

export const conflict = v.strictObject({
  kind: v.picklist([
    'settings-win',
    'other-provider',
    'shell-ignored',
    'second-credential',
    'key-helper',
    'log-in',
    'no-proxy',
    'not-loaded',
  ]),
  /** `wins`: Claude Code goes elsewhere. `adds`: another credential is sent as well. `ignored`: it has no effect. */
  effect: v.picklist(['wins', 'adds', 'ignored']),
  /** A variable, a key of the settings, or LINE:COLUMN. */
  name: v.string(),
  /** Null for the shell. */
  file: v.nullable(v.string()),
})

/** What `qcc use` has put there. */
export const inUse = v.strictObject({
  kind: v.picklist(['proxy', 'direct']),
  /** The only profile; null for the active set, and without the proxy. */
  profile: v.nullable(v.string()),
  /** `PROFILE/NAME`; null with the proxy. */
  endpoint: v.nullable(v.string()),
  at: v.number(),
})
