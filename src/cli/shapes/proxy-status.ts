/** `qcc proxy status --json`: as the proxy itself answers, and how it was started. */
import * as v from 'valibot'
import { statusAnswer } from '../../admin/contract/status.ts'

export const proxyStatusShape = v.strictObject({
  ...statusAnswer.entries,
  /** Whether it runs in the background. */
  daemon: v.boolean(),
  /** The profile that it was started for alone; null without one. */
  only: v.nullable(v.string()),
})

export type ProxyStatusShape = v.InferOutput<typeof proxyStatusShape>
