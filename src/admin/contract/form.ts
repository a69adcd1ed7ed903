/** `GET /schema`: what forms are made from, in the language that was asked for. */
import * as v from 'valibot'

/** One value that can be filled in. */
const field = {
  label: v.string(),
  description: v.string(),
  /** `reference`: where a secret is. `names`: a list of profiles. `map`: names to names. */
  type: v.picklist([
    ...(['text', 'url', 'choice', 'reference', 'count', 'bytes', 'seconds', 'port'] as const),
    ...(['switch', 'names', 'map', 'list'] as const),
  ]),
  /** What the number counts; null where it counts nothing that has a name. */
  unit: v.nullable(v.picklist(['s', 'bytes'])),
  /** Null where absence means nothing in particular. */
  default: v.nullable(v.union([v.string(), v.number(), v.boolean()])),
  /** Of numbers; null where there is none. */
  least: v.nullable(v.number()),
  most: v.nullable(v.number()),
  /** Of a choice; null for all others. */
  choices: v.nullable(v.array(v.string())),
}

export const schemaAnswer = v.strictObject({
  lang: v.picklist(['en', 'zh']),
  /** JSON schema of the whole document, as docs/schemas/document.schema.json. */
  document: v.record(v.string(), v.unknown()),
  /** The keys of a profile and of an endpoint, in the order in which a form shows them. */
  profile: v.array(v.strictObject({ key: v.string(), ...field })),
  endpoint: v.array(
    v.strictObject({
      key: v.string(),
      ...field,
      /** Its own also where the target is reused. */
      isOwn: v.boolean(),
    }),
  ),
  settings: v.array(
    v.strictObject({
      key: v.string(),
      /** What stands before the first dot. */
      group: v.string(),
      ...field,
      scope: v.picklist(['machine', 'shared']),
      /** Holds only after a restart of the proxy. */
      needsRestart: v.boolean(),
      /** The variable that overrides it. */
      variable: v.string(),
    }),
  ),
})

export type SchemaAnswer = v.InferOutput<typeof schemaAnswer>
