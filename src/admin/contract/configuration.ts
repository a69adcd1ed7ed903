/**
 * The configuration: read, looked at before it is changed, and changed. Who
 * changes it says which version that is a change of; where somebody else was
 * faster, nothing is changed, and both sides are told.
 */
import * as v from 'valibot'
import type { Document } from '../../core/config/document.ts'
import {
  configDiffShape,
  configGetShape,
  configRollbackShape,
  configValidateShape,
  configVersionsShape,
} from '../../views/shapes/config.ts'
import { limitQuery } from './limit.ts'

/** The document as it is stored: docs/schemas/document.schema.json. */
export const document = v.custom<Document>((value) => typeof value === 'object' && value !== null)

const number = v.number()

const whole = v.pipe(v.number(), v.integer(), v.minValue(0))

/** In the list of versions. */
const message = v.pipe(v.string(), v.nonEmpty(), v.maxLength(500))

/** Answer to `GET /configuration`. */
export const configurationAnswer = v.strictObject({
  /** Of the newest version; 0 before the first. */
  number,
  document,
  /** What holds, with where it comes from; described in the language that was asked for. */
  settings: v.array(configGetShape),
  /** References to keys in it, and who uses them; keys themselves are told to nobody. */
  keys: v.array(
    v.strictObject({
      reference: v.string(),
      /** `PROFILE/NAME`, those that reuse it among them. */
      endpoints: v.array(v.string()),
      /** Whether it leads to a key on the proxy's machine. */
      hasKey: v.boolean(),
    }),
  ),
})

/** A fault: where, and what is wrong in the language that was asked for. */
export const fault = v.omit(configValidateShape.entries.faults.item, ['line', 'column'])

export const difference = configDiffShape.entries.differences.item

/** Answer with 422: the document is not valid, and nothing was changed. */
export const invalidAnswer = v.strictObject({ kind: v.literal('invalid'), faults: v.array(fault) })

/** Answer with 409: the newest version is another one than `base`, and nothing was changed. */
export const staleAnswer = v.strictObject({
  kind: v.literal('stale'),
  newest: number,
  /** The newest document. */
  theirs: document,
  /** The one that was sent, or would have come of what was asked. */
  yours: document,
  /** From `theirs` to `yours`. */
  differences: v.array(difference),
})

/** Answer to whatever changes the configuration. */
export const changedAnswer = v.strictObject({
  kind: v.literal('changed'),
  number,
  /** False when it was so already; then there is no new version. */
  changed: v.boolean(),
})

/** Body of `POST /preview`: a document as a person may write it; new endpoints need no id. */
export const previewRequest = v.strictObject({ base: whole, document: v.unknown() })

/** Answer to `POST /preview`, also for a document that is not valid. */
export const previewAnswer = v.variant('kind', [
  v.strictObject({
    kind: v.literal('valid'),
    /** The newest version; another one than `base` means that a change would be refused. */
    newest: number,
    /** From `base` to the document. */
    differences: v.array(difference),
    /** The same as lines, as `qcc config diff` prints them. */
    lines: v.array(v.string()),
    /** With defaults and ids filled in: what is to be sent to `PUT /configuration`. */
    document,
  }),
  invalidAnswer,
])

/** Body of `PUT /configuration`. */
export const configurationRequest = v.strictObject({
  base: whole,
  document: v.unknown(),
  message: v.optional(message, 'edited in the dashboard'),
})

/** Body of `POST /rollback`: the content of version `to` becomes a new version on top of `base`. */
export const rollbackRequest = v.strictObject({ to: whole, base: whole })

/** Body of `POST /enabled`: takes an endpoint, by its id, in or out. */
export const enabledRequest = v.strictObject({ endpoint: v.string(), on: v.boolean() })

/** Body of `POST /drain`: with `on` its weight becomes 0, so that it gets no new sessions; else it becomes `weight`. */
export const drainRequest = v.strictObject({
  endpoint: v.string(),
  on: v.boolean(),
  weight: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)), 100),
})

/** No key is nearly as long. */
const MOST_OF_A_KEY = 4_096

/** Body of `POST /keys`: a key, which is kept encrypted and never told again. */
export const keyRequest = v.strictObject({
  key: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_OF_A_KEY)),
})

/** Answer to `POST /keys`: what stands for it in a document. */
export const keyAnswer = v.strictObject({ reference: v.string() })

/** Query of `GET /versions`: 50 unless given, a thousand at the most. */
export const versionsQuery = limitQuery(50, 1_000)

/** Answer to `GET /versions`: as `qcc config versions --json`. */
export const versionsAnswer = configVersionsShape

/** Answer to `GET /versions/:number`. */
export const versionAnswer = v.strictObject({
  ...configVersionsShape.entries.versions.item.entries,
  document,
})

/** Query of `GET /diff`. */
export const diffQuery = v.strictObject({
  from: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)),
  to: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)),
})

/** Answer to `GET /diff`: as `qcc config diff --json`, and as it prints it. */
export const diffAnswer = v.strictObject({ ...configDiffShape.entries, lines: v.array(v.string()) })

/** Answer to `POST /rollback`. */
export const rollbackAnswer = v.strictObject({
  ...changedAnswer.entries,
  restored: configRollbackShape.entries.restored,
})

export type ConfigurationAnswer = v.InferOutput<typeof configurationAnswer>
export type ConfigurationRequest = v.InferInput<typeof configurationRequest>
export type ConfigurationFault = v.InferOutput<typeof fault>
export type ConfigurationDifference = v.InferOutput<typeof difference>
export type InvalidAnswer = v.InferOutput<typeof invalidAnswer>
export type StaleAnswer = v.InferOutput<typeof staleAnswer>
export type ChangedAnswer = v.InferOutput<typeof changedAnswer>
export type PreviewRequest = v.InferInput<typeof previewRequest>
export type PreviewAnswer = v.InferOutput<typeof previewAnswer>
export type RollbackRequest = v.InferOutput<typeof rollbackRequest>
export type RollbackAnswer = v.InferOutput<typeof rollbackAnswer>
export type EnabledRequest = v.InferOutput<typeof enabledRequest>
export type DrainRequest = v.InferInput<typeof drainRequest>
export type KeyRequest = v.InferOutput<typeof keyRequest>
export type KeyAnswer = v.InferOutput<typeof keyAnswer>
export type VersionsAnswer = v.InferOutput<typeof versionsAnswer>
export type VersionAnswer = v.InferOutput<typeof versionAnswer>
export type DiffAnswer = v.InferOutput<typeof diffAnswer>
