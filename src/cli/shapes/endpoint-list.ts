/** `qcc endpoint list --json`. */
import * as v from 'valibot'
import { endpointShape } from '../../views/shapes/endpoint.ts'
import { figuresShape } from '../../views/shapes/figures.ts'

export const endpointListShape = v.strictObject({
  version: v.number(),
  endpoints: v.array(
    v.strictObject({
      ...endpointShape.entries,
      /** What requests of the last 24 hours came to; null when there were none. */
      traffic: v.nullable(figuresShape),
    }),
  ),
})

export type EndpointListShape = v.InferOutput<typeof endpointListShape>
