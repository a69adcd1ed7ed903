/** `qcc fc --list --json`. */
import * as v from 'valibot'

const factParts = {
  /** Null: nobody says it. */
  value: v.unknown(),
  /** Whether whoever decides it says so; otherwise somebody else does. */
  confirmed: v.boolean(),
  /** The page that says it. */
  source: v.nullable(v.string()),
  /** The day that the page gives itself, or on which it was read. */
  seenOn: v.nullable(v.string()),
}

const fact = v.strictObject(factParts)

export const vendorsShape = v.strictObject({
  vendors: v.array(
    v.strictObject({
      id: v.string(),
      name: v.strictObject({ en: v.string(), zh: v.string() }),
      baseUrl: fact,
      auth: fact,
      models: fact,
      deniedBetas: fact,
      attribution: fact,
      signUp: fact,
    }),
  ),
})

export type VendorsShape = v.InferOutput<typeof vendorsShape>
export type FactShape = v.InferOutput<typeof fact>
