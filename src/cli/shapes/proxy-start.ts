/** `qcc proxy start --daemon --json`, `qcc proxy restart --json`. */
import * as v from 'valibot'

export const proxyStartShape = v.strictObject({
  url: v.string(),
  pid: v.number(),
  logFile: v.string(),
})

export type ProxyStartShape = v.InferOutput<typeof proxyStartShape>
