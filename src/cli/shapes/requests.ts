/** `qcc requests --json`. */
import * as v from 'valibot'
import { requestSummary } from '../../views/shapes/requests.ts'

export const requestsShape = v.strictObject({
  /** Newest first, by when they ended. */
  requests: v.array(requestSummary),
})

export type RequestsShape = v.InferOutput<typeof requestsShape>
