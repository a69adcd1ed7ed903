/** `qcc status --json`. */
import * as v from 'valibot'
import { endpointShape } from './endpoint.ts'
import { protectionShape } from './protection.ts'

export const statusShape = v.strictObject({
  version: v.string(),
  home: v.string(),
  /** Version of the configuration; 0 before the first change. */
  configuration: v.number(),
  /** As the proxy itself answered; null when none runs. */
  proxy: v.nullable(
    v.strictObject({
      url: v.string(),
      version: v.string(),
      pid: v.number(),
      uptimeMs: v.number(),
      /** Requests without a complete answer. */
      open: v.number(),
      /** Version of the configuration that it follows. */
      configuration: v.number(),
      /** Why it does not follow the newest one; null when it does. */
      configurationFault: v.nullable(v.string()),
    }),
  ),
  /** The profile that serves the root URL; null when there is none. */
  profile: v.nullable(
    v.strictObject({
      name: v.string(),
      /** `proxy`: the running proxy was started for it alone. */
      why: v.picklist(['proxy', 'chosen', 'first']),
      endpoints: v.array(
        v.strictObject({
          ...endpointShape.entries,
          /** Whether its reference leads to a key here and now. */
          hasKey: v.boolean(),
        }),
      ),
    }),
  ),
  protection: protectionShape,
})

export type StatusShape = v.InferOutput<typeof statusShape>
