/** `qcc dashboard --json`, with `--shares`, `--revoke` and `--log-out`. Instants in epoch milliseconds. */
import * as v from 'valibot'

export const dashboardLinkShape = v.strictObject({
  /** Lets in whoever has it: the one secret that `--json` tells, since it is what was asked for. */
  url: v.string(),
  role: v.picklist(['viewer', 'admin']),
  until: v.number(),
  /** The share that it is; null for a link that opens once. */
  share: v.nullable(v.string()),
  /** Whether a browser was opened. */
  opened: v.boolean(),
})

export const dashboardSharesShape = v.strictObject({
  /** Those in force, newest first. */
  shares: v.array(
    v.strictObject({
      ...{ id: v.string(), createdAt: v.number(), until: v.number() },
      /** Browsers that are logged in by it. */
      logins: v.number(),
    }),
  ),
})

export const dashboardRevokeShape = v.strictObject({
  revoked: v.string(),
  /** Browsers that were logged out. */
  logins: v.number(),
})

export const dashboardLogOutShape = v.strictObject({
  /** Browsers that were logged out. */
  loggedOut: v.number(),
})

export type DashboardLinkShape = v.InferOutput<typeof dashboardLinkShape>
export type DashboardSharesShape = v.InferOutput<typeof dashboardSharesShape>
export type DashboardRevokeShape = v.InferOutput<typeof dashboardRevokeShape>
export type DashboardLogOutShape = v.InferOutput<typeof dashboardLogOutShape>
