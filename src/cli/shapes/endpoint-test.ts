/** `qcc endpoint test --json`. */
import * as v from 'valibot'
import { probeReport } from '../../views/shapes/probe-report.ts'

export const endpointTestShape = v.strictObject({
  /** Whether the running proxy made the checks; without one the command does. */
  byProxy: v.boolean(),
  endpoints: v.array(probeReport),
})

export type EndpointTestShape = v.InferOutput<typeof endpointTestShape>
