import * as v from 'valibot'

/** Of a query: how many, `usual` unless given. */
export const limit = (usual: number, most: number) =>
  v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.minValue(1), v.maxValue(most)),
    String(usual),
  )

/** A query that says nothing else. */
export const limitQuery = (usual: number, most: number) => v.strictObject({ limit: limit(usual, most) })
