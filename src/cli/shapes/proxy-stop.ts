/** `qcc proxy stop --json`. */
import * as v from 'valibot'

export const proxyStopShape = v.strictObject({
  url: v.string(),
  pid: v.number(),
  /** Requests that did not finish in time and were cut off; null when the proxy went without telling. */
  broken: v.nullable(v.number()),
})

export type ProxyStopShape = v.InferOutput<typeof proxyStopShape>
