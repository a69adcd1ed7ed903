/** `qcc endpoint list --json`. */
import * as v from 'valibot'
import { endpointShape } from './endpoint.ts'

export const endpointListShape = v.strictObject({
  version: v.number(),
  endpoints: v.array(endpointShape),
})

export type EndpointListShape = v.InferOutput<typeof endpointListShape>
