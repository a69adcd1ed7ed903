/** `qcc health test --json`, `health check --json` and `health config --json`. */
import * as v from 'valibot'
import { configGetShape } from './config.ts'
import { probeReport } from './probe-report.ts'

export const healthTestShape = v.strictObject({
  /** Whether the running proxy made the checks; without one the command does. */
  byProxy: v.boolean(),
  endpoints: v.array(probeReport),
})

export type HealthTestShape = v.InferOutput<typeof healthTestShape>

export const healthConfigShape = v.strictObject({
  /** Version of the configuration. */
  version: v.number(),
  /** Whether the command made that version. */
  changed: v.boolean(),
  settings: v.array(configGetShape),
})

export type HealthConfigShape = v.InferOutput<typeof healthConfigShape>
